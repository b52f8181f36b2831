# Flushing by table, prefix, device, and the cache.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add default via 10.0.0.2
ip -n a route add 10.1.0.0/16 via 10.0.0.2
ip -n a route add 10.1.1.0/24 via 10.0.0.2
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table 9
ip -n a route flush 10.1.0.0/16; echo $?
ip -n a route
ip -n a route flush root 10.1.0.0/16; echo $?
ip -n a route
ip -n a -s route flush table 9; echo $?
ip -n a route show table 9
ip -n a route flush cache; echo $?
ip -n a route flush; echo $?
ip -n a route flush proto kernel; echo $?
ip -n a route
ip -n a -s -s route flush dev veth0; echo $?
ip -n a route
