# There one way, back another.
ip netns add a; ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
for i in 0 1; do
  ip link add a$i netns a index 5$i address 02:00:00:00:0a:0$i type veth peer name b$i netns b address 02:00:00:00:0b:0$i
  ip -n a addr add 10.0.$i.1/24 dev a$i; ip -n b addr add 10.0.$i.2/24 dev b$i
  ip -n a link set a$i up; ip -n b link set b$i up
done
ip -n b route change 10.0.0.0/24 via 10.0.1.1 src 10.0.0.2; ip -n b route
for i in 0 1; do ip netns exec a timeout 2.5 tcpdump -l -nti a$i icmp >out$i 2>/dev/null & done; sleep 0.6
ip netns exec a ping -q -c 1 -e 3 10.0.0.2 | grep loss
ip netns exec a sysctl -qw net.ipv4.conf.a1.rp_filter=1
ip netns exec a ping -q -c 1 -e 3 -W 0.3 10.0.0.2 | grep loss
wait; head out0 out1
