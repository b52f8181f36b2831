# Routes that drop: blackhole, unreachable, prohibit, at a router.
for ns in a r b; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip link add a0 netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r address 02:00:00:00:01:0a
ip link add b0 netns b index 5 address 02:00:00:00:00:0b type veth peer name rb netns r address 02:00:00:00:01:0b
ip -n a addr add 10.0.1.2/24 dev a0
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n b addr add 10.0.2.2/24 dev b0
ip -n a link set a0 up
ip -n r link set ra up
ip -n r link set rb up
ip -n b link set b0 up
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
for t in blackhole:3 unreachable:4 prohibit:5; do ip -n r route add ${t%:*} 10.${t#*:}.0.0/16; done
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
for i in 3 4 5; do ip netns exec a ping -q -c 1 -W 0.3 10.$i.0.1 | grep loss; drops; done
