# Which of its addresses a host speaks from.
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
ip -n a addr add 10.0.0.11/24 dev veth0
ip -n a addr add 10.0.5.1/24 dev veth0
ip -n a route get 10.0.0.2
ip -n a route get 10.0.5.2
ip -n a route change 10.0.0.0/24 dev veth0 src 10.0.0.11
ip -n a route get 10.0.0.2
ip netns exec b timeout 2 tcpdump -l -c 1 -nti veth1 icmp >out 2>/dev/null & sleep 0.5
ip netns exec a ping -q -c 1 -e 3 10.0.0.2 >/dev/null
wait; cat out
ip -n a addr del 10.0.0.11/24 dev veth0
ip -n a route
