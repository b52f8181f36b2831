# Routes the old way.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a route add -net 10.1.0.0 netmask 255.255.0.0 gw 10.0.0.2; echo $?
ip netns exec a route add -net 10.2.0.0/16 dev veth0; echo $?
ip netns exec a route add -host 10.3.0.1 gw 10.0.0.2 metric 7; echo $?
ip netns exec a route add default gw 10.0.0.2 veth0; echo $?
ip netns exec a route add -net 10.4.0.0/16 reject; echo $?
ip netns exec a route add -net 10.5.0.0/16 gw 10.0.0.2 mss 500 window 1000 irtt 100; echo $?
ip -n a route
ip netns exec a route del -net 10.1.0.0/16; echo $?
ip netns exec a route del default; echo $?
ip netns exec a route del -host 10.3.0.1; echo $?
ip netns exec a route del -net 10.4.0.0/16 reject; echo $?
ip netns exec a route del -net 10.9.0.0/16; echo $?
ip -n a route
