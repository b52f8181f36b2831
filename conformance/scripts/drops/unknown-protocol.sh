# An IP protocol that nobody takes (traceroute sends it).
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
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ip netns exec a traceroute -n -q 1 -P 253 10.0.0.2 | tail -1 | cut -d' ' -f2-4
drops
