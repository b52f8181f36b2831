# The longest prefix wins.
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
ip -n a route add 0.0.0.0/1 via 10.0.0.3
ip -n a route add 10.0.0.0/8 via 10.0.0.4
ip -n a route add 10.128.0.0/9 via 10.0.0.5
ip -n a route add 10.128.0.0/16 via 10.0.0.6
ip -n a route add 10.128.3.0/24 via 10.0.0.7
ip -n a route add 10.128.3.4/31 via 10.0.0.8
ip -n a route add 10.128.3.4 via 10.0.0.9
ip -n a route
for d in 200.1.1.1 100.1.1.1 10.1.1.1 10.200.1.1 10.128.1.1 10.128.3.1 10.128.3.5 10.128.3.4; do ip -n a route get $d | head -1; done
ip -n a route del 10.128.0.0/9; ip -n a route del 10.128.3.0/24
for d in 10.200.1.1 10.128.3.1; do ip -n a route get $d | head -1; done
