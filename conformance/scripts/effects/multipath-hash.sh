# Multipath routes with a fixed seed: which hop a flow takes is the same on both kernels, by each policy.
ip netns add a
for i in 1 2 3; do
ip -n a link add v$i type veth peer name w$i
ip -n a link set v$i up; ip -n a link set w$i up
ip -n a addr add 10.0.$i.1/24 dev v$i
ip -n a addr add 2001:db8:$i::1/64 dev v$i nodad
done
ip -n a link set lo up
ip -n a addr add 10.0.9.9/32 dev lo
ip netns exec a sysctl -w net.ipv4.fib_multipath_hash_seed=5
ip -n a route add 10.5.0.0/16 nexthop via 10.0.1.2 weight 1 nexthop via 10.0.2.2 weight 2 nexthop via 10.0.3.2 weight 3
ip -n a -6 route add 2001:db8:5::/48 nexthop via 2001:db8:1::2 weight 1 nexthop via 2001:db8:2::2 weight 2 nexthop via 2001:db8:3::2 weight 3
for policy in 0 1 2 3; do
ip netns exec a sysctl -w net.ipv4.fib_multipath_hash_policy=$policy
ip netns exec a sysctl -w net.ipv6.fib_multipath_hash_policy=$policy
if [ $policy = 3 ]; then ip netns exec a sysctl -w net.ipv4.fib_multipath_hash_fields=55;  ip netns exec a sysctl -w net.ipv6.fib_multipath_hash_fields=31; fi
for i in 1 2 3 4 5 6 7 8 9 10; do
ip -n a route get 10.5.0.$i
ip -n a route get 10.5.0.$i from 10.0.9.9
ip -n a route get 10.5.0.$i from 10.0.2.1
ip -n a route get 10.5.0.1 from 10.0.9.9 ipproto udp sport 10$i dport 99
ip -n a route get 10.5.0.1 ipproto tcp dport 10$i
ip -n a -6 route get 2001:db8:5::$i
ip -n a -6 route get 2001:db8:5::$i from 2001:db8:2::1
ip -n a -6 route get 2001:db8:5::1 ipproto udp sport 10$i dport 99
done
done
ip netns exec a sysctl -w net.ipv4.fib_multipath_hash_fields=0 net.ipv4.fib_multipath_hash_fields=4096 net.ipv6.fib_multipath_hash_policy=4
ip -n a -6 route get 2001:db8:5::1 ipproto sctp dport 5
