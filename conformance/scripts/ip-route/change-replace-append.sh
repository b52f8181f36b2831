# The five ways to write a route.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.2; echo $?
ip -n a route add 10.1.0.0/16 via 10.0.0.3; echo $?
ip -n a route append 10.1.0.0/16 via 10.0.0.3; echo $?
ip -n a route prepend 10.1.0.0/16 via 10.0.0.4; echo $?
ip -n a route show 10.1.0.0/16
ip -n a route change 10.1.0.0/16 via 10.0.0.5; echo $?
ip -n a route show 10.1.0.0/16
ip -n a route replace 10.1.0.0/16 via 10.0.0.6; echo $?
ip -n a route show 10.1.0.0/16
ip -n a route change 10.2.0.0/16 via 10.0.0.5; echo $?
ip -n a route replace 10.2.0.0/16 via 10.0.0.5; echo $?
ip -n a route test 10.2.0.0/16 via 10.0.0.5; echo $?
ip -n a route add 10.2.0.0/16 via 10.0.0.7 metric 5; echo $?
ip -n a route append 10.2.0.0/16 via 10.0.0.5; echo $?
ip -n a route
