# Numbered tables, and all of them at once.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.2 table 100
ip -n a route add default via 10.0.0.2 table 100
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table default
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table 4294967295; echo $?
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table 0; echo $?
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table 5000000000; echo $?
ip -n a route show table 100
ip -n a route show table default
ip -n a -4 route show table all
ip -n a route get 10.1.0.1; echo $?
ip -n a route show table local
