# Flags of the whole route and of its hops.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0
ip route add 10.1.0.0/16 onlink nexthop dev veth0
ip route add 10.2.0.0/16 onlink nexthop dev veth0 nexthop dev veth1
ip route add 10.3.0.0/16 onlink nexthop via 10.9.9.9 dev veth0
ip route add 10.4.0.0/16 nexthop via 10.9.9.9 dev veth0 onlink
ip route add 10.5.0.0/16 nexthop via 10.9.9.9 dev veth0 onlink nexthop via 10.0.0.9
ip route add 10.6.0.0/16 onlink nexthop via 10.9.9.9 dev veth0 onlink nexthop via 10.0.0.9
ip route add 10.7.0.0/16 via 10.9.9.9 dev veth0 onlink
ip route add 10.8.0.0/16 dev veth0 onlink
ip route add unreachable 10.9.0.0/16 onlink
ip route
ip -j route
ip link set veth1 down
ip route
ip link set veth1 up
ip route
