# ff02::1: oneself and the others.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip netns exec b ping -c 1 -I veth1 ff02::1%veth1 | head -2
ip netns exec b ping -c 1 ff02::1; echo $?
