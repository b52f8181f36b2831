# Nobody answers ARP: errors from ourselves, in threes. (They come over lo; without it, silence: unreachable-without-lo.)
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set lo up
ip netns exec a ping -c 3 10.0.0.9; echo $?
ip netns exec a ping -c 5 -i 0.3 10.0.0.9; echo $?
