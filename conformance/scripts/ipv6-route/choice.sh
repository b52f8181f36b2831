# Which of several routes: prefix length, metric, preference, expiry, a dead link.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip link add n0 index 30 address 02:00:00:00:00:0c type veth peer name n1 index 41 address 02:00:00:00:00:0d; ip link set n0 up; ip link set n1 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad; ip addr add 2001:db9::a/64 dev n0 nodad
g() { ip -6 route get $1 $2 $3 $4 $5 | sed 's/expires [0-9]*sec/expires Nsec/'; }
ip -6 route add 2001:db8:f::/48 via 2001:db8::1 metric 200; ip -6 route add 2001:db8:f::/48 via 2001:db9::1 metric 100; g 2001:db8:f::1
ip -6 route add 2001:db8:f::/64 via 2001:db8::2; g 2001:db8:f::1; g 2001:db8:f:1::1
ip -6 route add 2001:db8:e::/48 dev h0 metric 50 pref low; ip -6 route add 2001:db8:e::/48 dev n0 metric 50 pref high; g 2001:db8:e::1; ip -6 route show 2001:db8:e::/48
ip -6 route add 2001:db8:d::/48 dev n0 metric 10 expires 1; ip -6 route add 2001:db8:d::/48 dev h0 metric 20; g 2001:db8:d::1; sleep 1.3; g 2001:db8:d::1
echo "- by device"; g 2001:db8:f::1 oif h0; g 2001:db8:f:1::1 oif h0; g 2001:db8:f:1::1 oif n0; g fe80::1; g fe80::1 oif n0; g ff02::1 oif h0
echo "- no carrier"; ip link set n1 down; sleep 0.2; ip -6 route show | grep -v fe80 | sed 's/expires [-0-9]*sec/expires Nsec/'; g 2001:db8:f:1::1
sysctl -w net.ipv6.conf.n0.ignore_routes_with_linkdown=1; ip -6 route show 2001:db8:f::/48; g 2001:db8:f:1::1
echo "- source routes"
ip addr add 2001:db8:77::1/128 dev h0 nodad
ip -6 route add 2001:db8:c::/48 from 2001:db8:77::/48 via 2001:db8::7; ip -6 route add 2001:db8:c::/48 via 2001:db8::8; g 2001:db8:c::1; g 2001:db8:c::1 from 2001:db8:77::1; ip -6 route show 2001:db8:c::/48
