# Routes of IPv6 that stand between the hops of another one are passed over in listings; realms of a route to be deleted count.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add va address 02:00:00:00:00:11 type veth peer name vb address 02:00:00:00:00:12
ip link set va up; ip link set vb up; ip link set lo up
ip addr add fd00::1/64 dev va;  ip addr add fd00:1::1/64 dev vb
sleep 0.3
s() { echo "$ $*"; ip -6 route "$@"; echo "= $?"; ip -6 route show fd01::/64; }
s add fd01::/64 via fd00::2; s append fd01::/64 dev vb; s append fd01::/64 via fd00:1::2;  s append fd01::/64 dev va; s append fd01::/64 dev vb; s append fd01::/64 via fd00::3
ip -6 route flush fd01::/64
s add fd01::/64 dev vb; s append fd01::/64 via fd00::2;  s append fd01::/64 via fd00::3;  s append fd01::/64 dev va; s append fd01::/64 dev vb; s add fd01::/64 via fd00::2; s append fd01::/64 via fd00::2
ip -6 route flush fd01::/64
s add fd01::/64 dev vb; s append fd01::/64 dev va; s append fd01::/64 unreachable; s append unreachable fd01::/64; s append blackhole fd01::/64;  s append fd01::/64 via fd00::2; s append fd01::/64 via fd00::3
ip -6 route flush fd01::/64
s add fd01::/64 via fd00::2; s append fd01::/64 dev vb; s del fd01::/64 via fd00::2; s append fd01::/64 dev vb
s append fd01::/64 nexthop via fd00::2 nexthop via fd00::3;  s append fd01::/64 nexthop via fd00::4 nexthop via fd00::5
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
ip addr add 10.0.0.1/24 dev va
t ip route add 1.2.3.0/24 via 10.0.0.2; t ip route del 1.2.3.0/24 via 10.0.0.2 realms 3; t ip route del 1.2.3.0/24 realms 3
t ip route add 1.2.3.0/24 via 10.0.0.2 realms 3; t ip route del 1.2.3.0/24 via 10.0.0.2 realms 4; t ip route del 1.2.3.0/24 via 10.0.0.2 realms 3
