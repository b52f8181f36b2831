# arp_ignore: for which of its addresses a host answers.
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
ip -n b link set lo up
ip -n b addr add 10.9.0.2/24 dev lo
ip -n a route add 10.9.0.0/24 dev veth0
for value in 0 1 2 8; do
  ip netns exec b sysctl -w net.ipv4.conf.all.arp_ignore=$value
  ip netns exec a arping -q -c 1 -w 1 -I veth0 10.0.0.2; echo own $?
  ip netns exec a arping -q -c 1 -w 1 -I veth0 10.9.0.2; echo other $?
done
