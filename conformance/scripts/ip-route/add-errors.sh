# What the kernel and the program refuse.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.9.9.9; echo $?
ip -n a route add 10.1.0.0/16 dev nosuch; echo $?
ip -n a route add 10.1.0.1/16 dev veth0; echo $?
ip -n a route add 10.0.0.0/24 dev veth0; echo $?
ip -n a route add 10.0.0.0/24 dev veth0 proto kernel scope link src 10.0.0.1; echo $?
ip -n a route add 10.1.0.0/16 via 10.0.0.1; echo $?
ip -n a route add 10.1.0.0/16; echo $?
ip -n a route add; echo $?
ip -n a route add 10.1.0.0/33 dev veth0; echo $?
ip -n a route add foo dev veth0; echo $?
ip -n a route add 10.1.0.0/16 dev veth0 src 10.7.7.7; echo $?
ip -n a route add 10.1.0.0/16 via; echo $?
ip -n a route add 10.1.0.0/16 via foo; echo $?
ip -n a route add 10.1.0.0/16 dev lo; echo $?
ip -n a route add 10.1.0.0/16 dev veth0 scope nosuch; echo $?
ip -n a route add 10.1.0.0/16 dev veth0 proto nosuch; echo $?
ip -n a route add 10.1.0.0/16 dev veth0 metric x; echo $?
ip -n a route add 10.1.0.0/16 dev veth0 frob; echo $?
ip -n a route add nosuchtype 10.1.0.0/16 dev veth0; echo $?
ip -n a route add 10.1.0.0/16 via fc00::1 dev veth0; echo $?
ip -n a route add 10.1.0.0/16 via inet6 fe80::1 dev veth0; echo $?
ip -n a route
ip -n a route frob; echo $?
