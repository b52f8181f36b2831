# Two namespaces with a tap device each; a veth pair is added, and still nothing gets through: the route through the tap,
# which is older, takes all packets.

# The previous lesson: namespaces, taps, addresses.
ip netns add ns0
ip netns add ns1
ip tuntap add tap0 mode tap
ip tuntap add tap1 mode tap
ip link set tap0 netns ns0
ip link set tap1 netns ns1
ip netns exec ns0 ip link set lo up
ip netns exec ns1 ip link set lo up
ip netns exec ns0 ip addr add 10.0.0.1/24 dev tap0
ip netns exec ns1 ip addr add 10.0.0.2/24 dev tap1
ip netns exec ns0 ip link set tap0 up
ip netns exec ns1 ip link set tap1 up

# The pair that is to connect them.
ip link add veth0 type veth peer name veth1
ip link set veth0 netns ns0
ip link set veth1 netns ns1
ip netns exec ns0 ip link set veth0 up
ip netns exec ns1 ip link set veth1 up

# Unreachable, both ways.
ip netns exec ns0 ping -c 3 10.0.0.2
ip netns exec ns1 ping -c 3 10.0.0.1

# Why: 10.0.0.0/24 leaves through the taps, at whose other end nobody is.
ip netns exec ns0 route -n
ip netns exec ns1 route -n
ip netns exec ns0 ip link show tap0
ip netns exec ns0 ip neigh show dev tap0

# The routes are changed to the pair.
ip netns exec ns0 ip route change 10.0.0.0/24 via 0.0.0.0 dev veth0
ip netns exec ns1 ip route change 10.0.0.0/24 via 0.0.0.0 dev veth1
ip netns exec ns0 route -n
ip netns exec ns1 route -n

# And now it works.
ip netns exec ns0 ping -c 4 10.0.0.2
ip netns exec ns1 ping -c 4 10.0.0.1
