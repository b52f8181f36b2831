# Several next hops: shown, changed, used when one is gone.
ip netns add a; ip netns add b
for i in 0 1; do
  ip link add a$i netns a index 5$i type veth peer name b$i netns b
  ip -n a addr add 10.0.$i.1/24 dev a$i; ip -n b addr add 10.0.$i.2/24 dev b$i
  ip -n a link set a$i up; ip -n b link set b$i up
done
ip -n a route add 10.9.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2 weight 3
ip -n a route
ip -n a -d route show 10.9.0.0/16
ip -n a -o route show 10.9.0.0/16
ip -n a -j route show 10.9.0.0/16
ip -n a route replace 10.9.0.0/16 nexthop dev a0 nexthop dev a1 onlink; echo $?
ip -n a route
ip -n a route add 10.8.0.0/16 nexthop via 10.0.0.2 nexthop via 10.7.7.7; echo $?
ip -n a route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 0; echo $?
ip -n a route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 300; echo $?
ip -n a route add 10.8.0.0/16 nexthop; echo $?
ip -n b link set b0 down
ip -n a route
ip -n a link set a0 down
ip -n a route
