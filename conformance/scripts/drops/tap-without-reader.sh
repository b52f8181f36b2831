# A tap that no program reads.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip tuntap add tap0 mode tap
ip addr add 10.0.0.1/24 dev tap0
ip link set tap0 up
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev tap0
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ping -q -c 1 -W 0.3 10.0.0.2 | grep loss
drops
