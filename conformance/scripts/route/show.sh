# route, with its options.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add default via 10.0.0.2
ip -n a route add 10.1.0.0/16 via 10.0.0.2 metric 5 mtu 1400
ip -n a route add 10.2.0.1 dev veth0
ip -n a route add unreachable 10.3.0.0/16
ip -n a route add blackhole 10.4.0.0/16
ip netns exec a route -n
ip netns exec a route
ip netns exec a route -ne
ip netns exec a route -ee -n
ip netns exec a route -F -n
ip netns exec a route -A inet -n | head -3
ip netns exec a route -C -n; echo $?
ip netns exec b route -n
