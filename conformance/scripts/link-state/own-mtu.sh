# Two ends with different MTUs: what is too long is dropped.
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
ip -n a link set veth0 mtu 2000
ip netns exec a ping -q -c 1 -W 0.3 -s 1472 10.0.0.2 | grep loss
ip netns exec a ping -q -c 1 -W 0.3 -s 1473 10.0.0.2 | grep loss
ip netns exec a ping -q -c 1 -W 0.3 -s 1900 10.0.0.2 | grep loss
ip -n a -s link show veth0 | tail -1 | awk '{print $2, $3, $4}'
ip -n b -s link show veth1 | grep -A1 RX | tail -1 | awk '{print $2, $3, $4}'
