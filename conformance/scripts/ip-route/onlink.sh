# A gateway that no route reaches, with onlink.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 192.168.1.1 dev veth0; echo $?
ip -n a route add 10.1.0.0/16 via 192.168.1.1 dev veth0 onlink; echo $?
ip -n a route
ip -n a route get 10.1.0.1
ip -n a route add 10.2.0.0/16 via 192.168.1.1 onlink; echo $?
ip -n a route add 192.168.1.1 dev veth0
ip -n a route add 10.2.0.0/16 via 192.168.1.1; echo $?
ip -n a route
