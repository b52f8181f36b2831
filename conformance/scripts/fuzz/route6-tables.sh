# IPv6: tables that are there, the route that each has when it has none, routes through lo, gateways of lo.
t() { "$@"; echo "= $?"; }
t ip -6 route del fd00:7::/64; t ip -6 route del fd00:7::/64 table 7; t ip -6 route del default; t ip -6 route del default table 7
t ip -6 route del default metric 5; t ip -6 route del default dev lo; t ip -6 route del default via fd00::1
t ip -6 route add fd00:7::/64 via fd00::1 table 8; t ip -6 route del fd00:7::/64 table 8; t ip -6 route del default table 8
ip -6 rule add table 11; t ip -6 route del default table 11
t ip -6 route add fd00:1::/64 via fd00:7::1 dev lo; t ip -6 route replace default dev lo; t ip -6 route change default dev lo
ip link set lo up
t ip -6 route add fd00:5::/64 dev lo; t ip -6 route get fd00:5::1
t ip -6 route add fd00:6::/64 via fd00:5::1; t ip -6 route add fd00:6::/64 via ::1
t ip -6 route add unreachable fd00:8::/32 protocol 0; ip -6 route
ip link add veth0 type veth peer name veth1
t ip -6 route add default nexthop dev veth0; t ip -6 route add default nexthop via fd00::1 nexthop dev veth1
t ip -6 route add fd00:9::/64 via fd00:4::4 onlink
t route -6 add foo gw fd00::1 dev veth0; t route -6 add fd00::1 gw foo dev veth0
ip link set veth0 up; ip link set veth1 up
t route -6 add fd00:2::/64 gw fe80::5; t route -6 add fd00:2::1 gw fe80::5; t route -6 add fd00:6::8 dev veth0; ip -6 route show fd00:6::8
