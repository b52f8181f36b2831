# -N and -r, and names of tables and protocols.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.2 proto static
ip -n a route add 10.2.0.0/16 via 10.0.0.2 proto 200
ip -n a route add 10.3.0.0/16 via 10.0.0.2 proto bird
ip -n a route add 10.4.0.0/16 dev veth0 scope 77
ip -n a route
ip -n a -N route
ip -n a -N rule
ip -n a route show table 255
ip -n a route show table 254 | wc -l
