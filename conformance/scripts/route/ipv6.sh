# route -6.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad
ip -n a -6 route add default via fc00::2
ip netns exec a route -6 -n | grep -v 'fe80.*/128' | awk '{print $1, $2, $3, $4, $NF}'
ip netns exec a route -A inet6 add fc01::/64 gw fc00::2; echo $?
ip netns exec a route -6 del fc01::/64; echo $?
ip netns exec a route -6 del fc01::/64; echo $?
