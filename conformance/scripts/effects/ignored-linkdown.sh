# fib_multipath and ignore_routes_with_linkdown: the other way is taken.
ip netns add a; ip netns add b
for i in 0 1; do
  ip link add a$i netns a index 5$i type veth peer name b$i netns b
  ip -n a addr add 10.0.$i.1/24 dev a$i; ip -n b addr add 10.0.$i.2/24 dev b$i
  ip -n a link set a$i up; ip -n b link set b$i up
done
ip -n b link set lo up; ip -n b addr add 10.9.9.9/32 dev lo
ip -n a route add 10.9.9.9 via 10.0.0.2 metric 1
ip -n a route add 10.9.9.9 via 10.0.1.2 metric 2
ip -n a route get 10.9.9.9 | head -1
ip netns exec a sysctl -qw net.ipv4.conf.all.ignore_routes_with_linkdown=1
ip -n b link set b0 down; sleep 1.2
ip -n a route get 10.9.9.9 | head -1
ip netns exec a ping -q -c 1 10.9.9.9 | grep loss
