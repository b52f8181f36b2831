# Sources and destinations that may not be.
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
ip -n a addr add 127.9.9.9/32 dev veth0 2>/dev/null
ip netns exec a sysctl -qw net.ipv4.conf.all.route_localnet=1
ip -n a route add 127.8.0.0/16 dev veth0; echo $?
ip -n b link set lo up
ip netns exec a ping -q -c 1 -W 0.3 -I 127.9.9.9 10.0.0.2 | grep loss
ip -n b -s link show veth1 | tail -3 | head -1 | awk '{print $2}'
ip netns exec b sysctl -qw net.ipv4.conf.all.route_localnet=1
ip netns exec a ping -q -c 1 -W 0.3 10.0.0.2 | grep loss
