# An IPv6 packet to a host that has IPv6 switched off.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip netns exec b sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip -n a -6 addr add fc00::1/64 dev veth0 nodad
ip -n a -6 neigh add fc00::2 lladdr $(ip netns exec b cat /sys/class/net/veth1/address) dev veth0
sleep 5
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
ip netns exec a ping -q -c 1 -W 0.3 fc00::2 | grep loss
drops
