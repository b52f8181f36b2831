# /proc/net/ipv6_route: flags of all kinds of routes, and who holds them: nodes of the tree that they stand in for, addresses, decisions.
sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link set lo up
ip link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02
for d in va vb; do ip link set $d addrgenmode none; ip link set $d up; done
sleep 0.5
show() { echo "- $*"; grep -v ^ff00 /proc/net/ipv6_route; }
r() { ip -6 route "$@"; }
ip -6 addr add 2001:db8:1::1/64 dev va nodad
ip -6 addr add 2001:db8:2::1/64 dev vb nodad; sleep 0.5
show addresses
r add 2001:db8:10::/48 via 2001:db8:1::2
r add 2001:db8:11::/48 dev va
r add 2001:db8:12::1 dev va metric 5
r add blackhole 2001:db8:13::/48
r add unreachable 2001:db8:14::/48
r add prohibit 2001:db8:15::/48
r add throw 2001:db8:16::/48
r add 2001:db8:17::/48 dev va expires 100
r add 2001:db8:18::/48 via 2001:db8:1::2 mtu 1400
r add 2001:db8:19::/48 via 2001:db8:3::2 dev va onlink
show gateways, devices, refusing, expiring
r add anycast 2001:db8:1a::1 dev va
r add anycast 2001:db8:1a::2 dev lo
r add local 2001:db8:1b::/64 dev va
r add multicast ff05::/16 dev va
r add ff05::1 dev vb
r add 2001:db8:1c::/48 nexthop via 2001:db8:1::3 nexthop via 2001:db8:2::3
r add default via 2001:db8:1::2 metric 7
r add 2001:db8:1d::/48 dev lo
r add 2001:db8:1e::/48 dev va table 99
r add 2001:db8:1f::/48 dev va pref high
r add 2001:db8:20::/48 dev va pref low
r add blackhole 2001:db8:22::/48 pref high expires 100
show local, anycast, multicast, hops, preferences
sysctl -qw net.ipv6.conf.va.forwarding=1
show a router\'s anycast address
r add 2001:db8:21::/48 from 2001:db8:1::/64 dev va
r add 2001:db8:11::/48 from 2001:db8:2::/64 dev va
show sources
r get 2001:db8:10::1 > /dev/null
r get 2001:db8:1d::1 > /dev/null
r get 2001:db8:14::1 > /dev/null
r get 2001:db8:1::1 > /dev/null
show decisions
r replace 2001:db8:10::/48 via 2001:db8:1::3
r del 2001:db8:14::/48
r del 2001:db8:13::/48
show replaced, and two less
r del 2001:db8:16::/48
r del 2001:db8:12::1
r del 2001:db8:11::/48 dev va
r del 2001:db8:18::/48
r add 2001:db8:11::/48 via 2001:db8:1::9 metric 3
r add 2001:db8:10::/47 dev va
r add 2001:db8:10::/44 dev va
show more gone and come
r del 2001:db8:10::/47
r del 2001:db8:10::/44
r del 2001:db8:21::/48 from 2001:db8:1::/64
ip -6 addr del 2001:db8:1::1/64 dev va
show an address gone
ip link set va down
show a device down
