# An answer that never comes: -W, -w and both.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec b sysctl -qw net.ipv4.icmp_echo_ignore_all=1
ip netns exec a ping -c 2 -i 0.2 -W 0.5 10.0.0.2; echo $?
ip netns exec a ping -w 1 -i 0.3 10.0.0.2; echo $?
ip netns exec a ping -c 1 -w 1 10.0.0.2; echo $?
ip netns exec b sysctl -qw net.ipv4.icmp_echo_ignore_all=0
ip netns exec a ping -c 2 -i 0.2 -w 5 10.0.0.2; echo $?
