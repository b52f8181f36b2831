# More packets than may wait for an address.
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
ip netns exec a sysctl -qw net.ipv4.neigh.veth0.unres_qlen=1
ip -n b link set veth1 arp off
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ip netns exec a ping -q -l 3 -c 6 -i 0.01 -W 0.1 10.0.0.9 | grep -o '100% packet loss'
drops | sort | uniq -c
