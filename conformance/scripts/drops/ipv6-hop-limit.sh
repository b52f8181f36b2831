# IPv6: the hop limit runs out.
for ns in a r b; do ip netns add $ns; done
ip link add a0 netns a index 5 type veth peer name ra netns r
ip link add b0 netns b index 5 type veth peer name rb netns r
ip -n a -6 addr add fc01::2/64 dev a0 nodad; ip -n r -6 addr add fc01::1/64 dev ra nodad
ip -n r -6 addr add fc02::1/64 dev rb nodad; ip -n b -6 addr add fc02::2/64 dev b0 nodad
ip -n a link set a0 up; ip -n r link set ra up; ip -n r link set rb up; ip -n b link set b0 up
ip -n a -6 route add default via fc01::1; ip -n b -6 route add default via fc02::1
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
sleep 6
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ip netns exec a ping -q -c 1 -W 0.3 -t 1 fc02::2 | grep loss
drops
ip netns exec a ping -q -c 1 -W 0.3 fc09::2 | grep loss
drops
