# Multipath routes of IPv6: forms, adding and deleting hops, dead hops.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip link add n0 index 30 address 02:00:00:00:00:0c type veth peer name n1 index 41 address 02:00:00:00:00:0d; ip link set n0 up; ip link set n1 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad; ip addr add 2001:db9::a/64 dev n0 nodad
r() { ip -6 route "$@"; local s=$?; [ $s = 0 ] || echo "status $s"; }
sleep 0.3; ip -6 monitor route > log & sleep 0.3
r add 2001:db8:f::/48 nexthop via 2001:db8::1 nexthop via 2001:db9::1 weight 5; r show 2001:db8:f::/48; ip -j -6 route show 2001:db8:f::/48
r append 2001:db8:f::/48 via 2001:db8::3; r show 2001:db8:f::/48; r append 2001:db8:f::/48 via 2001:db8::3; r del 2001:db8:f::/48 via 2001:db8::1; r show 2001:db8:f::/48
r replace 2001:db8:f::/48 nexthop via 2001:db8::4 nexthop via 2001:db8::5; r show 2001:db8:f::/48; r change 2001:db8:f::/48 via 2001:db8::6; r show 2001:db8:f::/48
r add 2001:db8:e::/48 nexthop dev h0 nexthop dev n0; r show 2001:db8:e::/48
r add 2001:db8:d::/48 nexthop via 2001:db8::1 nexthop via 2001:db7::1; r show 2001:db8:d::/48
r add 2001:db8:d::/48 nexthop via fe80::1 dev h0 nexthop via fe80::1 dev n0 nexthop via fe80::2 dev n0; r show 2001:db8:d::/48
echo "- a hop without carrier, a device that goes down, and comes back"
ip link set n1 down; sleep 0.3; r show 2001:db8:d::/48
ip link set n0 down; r show 2001:db8:d::/48; ip link set n1 up; ip link set n0 up; sleep 0.3; r show 2001:db8:d::/48
r del 2001:db8:d::/48 nexthop via fe80::1 dev h0; r show 2001:db8:d::/48; r del 2001:db8:d::/48; r show 2001:db8:d::/48
kill %1; wait; echo "- events"; grep -v "fe80::.*dev n0 \(table\|proto\)\|ff00::\|2001:db9" log
