# Bytes and packets on both ends, and drops on a device without carrier.
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
ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0 nud permanent
ip -n b neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev veth1 nud permanent
ip netns exec a ping -q -c 3 -i 0.2 -s 100 10.0.0.2 >/dev/null
ip netns exec a cat /proc/net/dev | sed 's/  */ /g'
ip netns exec b cat /sys/class/net/veth1/statistics/rx_bytes /sys/class/net/veth1/statistics/tx_packets
ip -n b link set veth1 down; sleep 1.2
ip netns exec a ping -q -c 2 -i 0.2 -W 0.2 10.0.0.2 >/dev/null
ip -n a -s link show veth0 | tail -2 | head -1 | awk '{print $2, $3, $4}'
ip -n a -s -s link show veth0 | tail -2
