# Both ways over a pair, with each way to say from where.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a ping -c 3 -i 0.2 10.0.0.2
ip netns exec b ping -c 1 -I veth1 10.0.0.1
ip netns exec b ping -c 1 -I 10.0.0.2 10.0.0.1
ip netns exec a ping -c 1 -n 10.0.0.2 | tail -3
