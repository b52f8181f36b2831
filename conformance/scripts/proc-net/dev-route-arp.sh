ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add default via 10.0.0.2
ip -n a route add 10.3.0.0/16 via 10.0.0.2 metric 7 mtu 1400
ip -n a route add unreachable 10.4.0.0/16
ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0
ip netns exec a cat /proc/net/route
ip netns exec a cat /proc/net/arp
ip netns exec a cat /proc/net/dev
