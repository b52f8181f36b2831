# How often a neighbour is asked for: mcast_solicit and retrans_time.
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
ip netns exec a sysctl -qw net.ipv4.neigh.veth0.mcast_solicit=5 net.ipv4.neigh.veth0.retrans_time_ms=200
ip netns exec b timeout 2.5 tcpdump -l -nti veth1 arp >out 2>/dev/null & sleep 0.5
ip netns exec a ping -q -c 1 -W 0.2 10.0.0.9 >/dev/null
wait; cat out
