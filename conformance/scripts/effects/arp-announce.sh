# arp_announce: whose address a request names.
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
ip -n a link set lo up
ip -n a addr add 192.168.7.7/32 dev lo
for value in 0 1 2; do
  ip netns exec a sysctl -w net.ipv4.conf.veth0.arp_announce=$value
  ip -n a neigh flush all
  ip netns exec b timeout 1.5 tcpdump -l -c 1 -nti veth1 'arp[6:2] = 1' >out 2>/dev/null & sleep 0.5
  ip netns exec a ping -q -c 1 -W 0.2 -I 192.168.7.7 10.0.0.2 >/dev/null
  wait; cat out
done
