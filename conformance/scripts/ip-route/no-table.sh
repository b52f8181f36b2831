# Tables of a new namespace: each is there from its first route on, and errors say so until then.
ip netns add a
ip netns exec a cat /proc/net/route
ip -n a route; echo $?
ip -n a route show table main; echo $?
ip -n a route show table local; echo $?
ip -n a route show table 253
ip -n a route del 10.0.0.0/8
ip -n a route show table all
ip -n a route flush table main; echo $?
ip -n a route get 1.1.1.1
ip -n a rule add from 1.1.1.1 table 5
ip -n a route show table main
ip -n a route show table 5
ip -n a rule del from 1.1.1.1
ip -n a route show table main
ip -n a route show table local
ip -n a link set lo up
ip -n a route show table main
ip -n a route show table local
ip -n a route del 1.1.1.1
ip -n a addr add 10.0.0.1/24 dev lo metric 7
ip -n a addr change 10.0.0.1/24 dev lo metric 9
ip -n a route show table all
ip netns add b
ip -n b route add 1.0.0.0/8 dev lo table 253
ip -n b link set lo up
ip -n b route add 1.0.0.0/8 dev lo table 253
ip -n b route get 1.0.0.1
ip -n b route add unreachable 2.0.0.0/8 table 7
ip -n b route show table all
ip netns add c
ip netns exec c route -n
