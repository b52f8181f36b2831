# A host's own addresses need lo.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a ping -c 1 -W 1 10.0.0.1; echo $?
ip netns exec a ping -c 1 -W 1 127.0.0.1; echo $?
ip -n a link set lo up
ip netns exec a ping -c 1 10.0.0.1; echo $?
ip netns exec a ping -c 1 127.0.0.1; echo $?
ip netns exec a ping -c 1 127.3.2.1; echo $?
ip netns exec a ping -c 1 localhost; echo $?
ip netns exec a ping -c 1 0.0.0.0; echo $?
ip netns exec a ping -c 1 vethlab; echo $?
