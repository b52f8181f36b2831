# A source that is the host's own.
ip link set lo up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0; ip addr add 10.0.0.2/24 dev veth1
ip link set veth0 up; ip link set veth1 up
ip neigh add 10.0.0.2 lladdr $(cat /sys/class/net/veth1/address) dev veth0
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ping -q -c 1 -W 0.3 -I veth0 10.0.0.2 | grep loss
drops
