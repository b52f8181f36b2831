# A pair made straight into its namespaces, ip -n, link-netns, and a link state that follows its peer.
ip netns add ns1
ip netns add ns2

ip link add vp1 netns ns1 type veth peer vp2 netns ns2

ip -n ns1 addr add 192.168.1.1/24 dev vp1
ip -n ns2 addr add 192.168.1.2/24 dev vp2

ip -n ns1 link set vp1 up
ip -n ns2 link set vp2 up
# The kernel follows a change of carrier within a second; a link-local address is tentative for up to two more.
sleep 4

ip netns exec ns1 ip addr show
ip netns exec ns2 ip addr show

ip netns exec ns1 ping -c 4 192.168.1.2

# One end goes down; the other has no carrier, and packets for it no way out.
ip -n ns2 link set vp2 down
sleep 1.2
ip -n ns1 link show vp1
ip -n ns2 link show vp2
ip -n ns1 route
ip netns exec ns1 ping -c 1 -W 1 192.168.1.2

# And up again.
ip -n ns2 link set vp2 up
sleep 1.2
ip -n ns1 link show vp1
ip netns exec ns1 ping -c 1 192.168.1.2

# In one namespace, or wherever the two indexes differ, the end whose peer is down says LOWERLAYERDOWN.
ip -n ns1 link add vp3 type veth peer name vp4
ip -n ns1 link set vp3 up
ip -n ns1 link show vp3
ip -n ns1 link show vp4

# Deleting one namespace takes the pair along.
ip netns del ns2
sleep 0.5
ip -n ns1 link
