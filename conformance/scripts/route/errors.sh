# Wrong words.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a route add; echo $?
ip netns exec a route add -net 10.1.0.0; echo $?
ip netns exec a route add -net 10.1.0.1/16 dev veth0; echo $?
ip netns exec a route add -net 10.1.0.0/16; echo $?
ip netns exec a route add -net 10.1.0.0/16 dev nosuch; echo $?
ip netns exec a route add -net 10.1.0.0/16 gw 10.9.9.9; echo $?
ip netns exec a route add -net 10.1.0.0 netmask 255.0.255.0 dev veth0; echo $?
ip netns exec a route add -host nosuchhost dev veth0; echo $?
ip netns exec a route add -net 10.0.0.0/24 dev veth0; echo $?
ip netns exec a route add -net 10.0.0.0/24 dev veth0; echo $?
route frob; echo $?
route -Z; echo $?
route -V; echo $?
route -h; echo $?
