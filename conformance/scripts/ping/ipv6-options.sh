# -6 with flow labels, hop limits, sizes, and errors.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
ip netns exec a ping -6 -F 0x12345 -c 1 fc00::2 | head -2
ip netns exec a ping -6 -F 0x123456 -c 1 fc00::2; echo $?
ip netns exec a ping -6 -t 0 -c 1 fc00::2; echo $?
ip netns exec a ping -6 -s 2000 -c 1 fc00::2 | head -2
ip netns exec a ping -6 -M do -s 2000 -c 1 fc00::2; echo $?
ip netns exec a ping -6 -Q 0x10 -c 1 fc00::2 | head -2
ip netns exec a ping -6 -b -c 1 fc00::2; echo $?
ip netns exec a ping -6 -R -c 1 fc00::2; echo $?
ip netns exec a ping -6 -I nosuch -c 1 fc00::2; echo $?
ip netns exec a ping -6 -I fc00::77 -c 1 -W 0.3 fc00::2; echo $?
ip netns exec a ping -4 -F 5 -c 1 10.0.0.2; echo $?
