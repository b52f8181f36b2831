# One packet, seen on its way: before and after a router.
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
ip netns exec a ping -q -c 1 10.0.2.2 >/dev/null
for d in ra rb; do ip netns exec r timeout 2 tcpdump -l -ntvei $d 'icmp[icmptype] = icmp-echo' 2>/dev/null >$d & done; sleep 0.6
ip netns exec a ping -q -c 1 -e 8 10.0.2.2 >/dev/null
wait; cat ra rb
