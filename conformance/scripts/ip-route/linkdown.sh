# Routes of a device without carrier are marked; of one that is down, gone.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.2
ip -n b link set veth1 down
ip -n a route
ip -n a -j route | jq -c '.[].flags'
ip -n a route get 10.1.0.1
ip netns exec a sysctl -w net.ipv4.conf.veth0.ignore_routes_with_linkdown=1
ip -n a route
ip -n a route get 10.1.0.1; echo $?
ip -n b link set veth1 up
ip -n a route
ip -n a link set veth0 down
ip -n a route; echo $?
ip -n a link set veth0 up
ip -n a route
