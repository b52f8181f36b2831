# Of equal prefixes the lowest metric wins.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.3 metric 300
ip -n a route add 10.1.0.0/16 via 10.0.0.2 metric 200
ip -n a route add 10.1.0.0/16 via 10.0.0.4 metric 400
ip -n a route
ip -n a route get 10.1.0.1
ip -n a route del 10.1.0.0/16
ip -n a route get 10.1.0.1
ip -n a route add 10.1.0.0/16 via 10.0.0.5
ip -n a route get 10.1.0.1
ip -n a route
