# Routes by type of service.
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
ip -n a route add 10.1.0.0/16 via 10.0.0.2
ip -n a route add 10.1.0.0/16 tos 0x10 via 10.0.0.3
ip -n a route add 10.1.0.0/16 dsfield 0x08 via 10.0.0.4; echo $?
ip -n a route add 10.1.0.0/16 tos 0x03 via 10.0.0.5; echo $?
ip -n a route
ip -n a route get 10.1.0.1 | head -1
ip -n a route get 10.1.0.1 tos 0x10 | head -1
ip -n a route get 10.1.0.1 tos 0x08 | head -1
ip -n a route get 10.1.0.1 tos 0x04 | head -1
ip -n a route del 10.1.0.0/16 tos 0x10; echo $?
ip -n a route
