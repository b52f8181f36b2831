# UDP, with and without a listener.
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
ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0
ip -n b neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev veth1
ip netns exec b timeout 3 tcpdump -l -c 2 -nti veth1 >out 2>/dev/null &
ip netns exec b timeout 3 tcpdump -l -c 2 -ntvi veth1 >outv 2>/dev/null & sleep 0.6
ip netns exec a bash -c 'echo hello > /dev/udp/10.0.0.2/7777'
wait; cat out outv
