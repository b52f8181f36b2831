# arp_notify: a word when a device comes up or gets another address.
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
ip netns exec a sysctl -w net.ipv4.conf.veth0.arp_notify=1
ip netns exec b timeout 1.5 tcpdump -l -nti veth1 arp >out 2>/dev/null & sleep 0.5
ip -n a link set veth0 address 02:00:00:00:00:55
ip -n a link set veth0 down; ip -n a link set veth0 up
wait; cat out
