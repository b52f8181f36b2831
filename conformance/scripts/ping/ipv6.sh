# Over link-local addresses and static ones.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a -6 addr add fc00::1/64 dev veth0 nodad
ip -n b -6 addr add fc00::2/64 dev veth1 nodad
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip netns exec a ping -c 2 -i 0.2 fc00::2; echo $?
ip netns exec a ping -6 -c 1 -I fc00::1 fc00::2 | head -2
ip netns exec a ping -6 -c 1 -I veth0 fc00::2 | head -2
link=$(ip -n b -6 -o addr show veth1 scope link | grep -o 'fe80[^/]*')
ip netns exec a ping -c 1 $link%veth0; echo $?
ip netns exec a ping -c 1 -I veth0 $link | head -2
ip netns exec a ping -c 1 $link; echo $?
ip netns exec a ping -c 1 fe80::1%nosuch; echo $?
ip netns exec a ping -c 1 fc00::9; echo $?
ip netns exec a ping -c 1 fd00::1; echo $?
ip netns exec a ping -6 -s 0 -c 1 fc00::2 | head -2
ip netns exec a ping -6 -t 1 -c 1 fc00::2 | head -2
