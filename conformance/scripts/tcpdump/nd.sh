# Neighbour solicitation and advertisement, -v.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set veth0 address 02:00:00:00:00:01; ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip netns exec b timeout 3 tcpdump -l -c 4 -ntvi veth1 'icmp6 and host fc00::2 or dst ff02::1:ff00:2' >out 2>/dev/null & sleep 0.6
ip netns exec a ping -q -c 1 -e 9 fc00::2 >/dev/null
wait; cat out
