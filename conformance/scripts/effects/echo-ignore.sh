# icmp_echo_ignore_all and _broadcasts, and for IPv6.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
ip netns exec b sysctl -w net.ipv4.icmp_echo_ignore_all=1 net.ipv6.icmp.echo_ignore_all=1
ip netns exec a ping -q -c 1 -W 0.3 10.0.0.2 | grep loss
ip netns exec a ping -q -c 1 -W 0.3 fc00::2 | grep loss
ip netns exec b sysctl -w net.ipv4.icmp_echo_ignore_all=0 net.ipv6.icmp.echo_ignore_all=0
ip netns exec a ping -q -c 1 -W 0.3 10.0.0.2 | grep loss
ip netns exec a ping -q -c 1 -W 0.3 fc00::2 | grep loss
