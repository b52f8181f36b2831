# Two with the same address: the second one fails its check.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a -6 addr add fc00::1/64 dev veth0 nodad
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n b -6 addr add fc00::1/64 dev veth1
sleep 2.2
ip -n b -6 addr show veth1 scope global
ip netns exec b ping -c 1 -I fc00::1 fc00::5; echo $?
