# Neighbours of IPv6.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set veth0 address 02:00:00:00:00:01; ip -n b link set veth1 address 02:00:00:00:00:02
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
ip -n a -6 neigh flush all; ip -n b -6 neigh flush all
ip netns exec a ping -q -c 1 fc00::2 >/dev/null
ip -n a -6 neigh
ip -n a -6 neigh add fc00::7 lladdr 02:00:00:00:00:07 dev veth0; echo $?
ip -n a -6 neigh | sort
ip -n a neigh show fc00::7
ip -n a -6 neigh del fc00::7 dev veth0; echo $?
ip -n a -6 neigh add proxy fc00::8 dev veth0; ip -n a -6 neigh show proxy
ip netns exec a ping -c 1 fc00::9; echo $?
ip -n a -6 neigh show fc00::9
