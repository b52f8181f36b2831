# Routes over devices without a carrier, of several hops and of one, are flushed as they were listed.
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
ip link add va type veth peer name vb; ip link add vc type veth peer name vd
ip link set va up; ip link set vb up; ip link set vc up
ip addr add 10.0.0.1/24 dev va; ip addr add 10.1.0.1/24 dev vc; sleep 0.2
t ip route add 1.2.3.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.2
t ip route add 1.2.4.0/24 nexthop via 10.1.0.2 nexthop dev vc
t ip route add 1.2.5.0/24 via 10.1.0.2
t ip route; t ip -s -s route flush 1.2.0.0/16; t ip route
t ip route add 1.2.3.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.2; t ip route del 1.2.3.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.3; t ip route del 1.2.3.0/24 nexthop via 10.0.0.2
t ip route del 1.2.3.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.2; t ip route add 1.2.3.0/24 nexthop via 10.0.0.2 nexthop via 10.1.0.2
t ip route flush via 10.0.0.2; t ip route flush dev vc; ip link set vc down; t ip route; t ip route flush 1.2.0.0/16; t ip route
