# -s: from nothing to more than a packet holds.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for size in 0 1 7 8 15 16 56 100 1472; do ip netns exec a ping -c 1 -s $size 10.0.0.2 | head -2; done
ip netns exec a ping -c 1 -s 1473 10.0.0.2; echo $?
ip netns exec a ping -c 1 -s 65507 10.0.0.2; echo $?
ip netns exec a ping -c 1 -s 65508 10.0.0.2; echo $?
ip netns exec a ping -c 1 -s -1 10.0.0.2; echo $?
ip netns exec a ping -c 1 -s 70000000000 10.0.0.2; echo $?
ip netns exec a ping -c 1 -s x 10.0.0.2; echo $?
