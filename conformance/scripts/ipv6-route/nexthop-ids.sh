# What is said of next hops by id, with and without source routing.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; ip addr add fd00::1/64 dev v0
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; }
for v in add replace append change del; do
t ip -6 route $v fd01::/64 from fd00::5/64 nhid 1
t ip -6 route $v fd01::/64 nhid 1
t ip -6 route $v fd01::/64 nhid 1 via fd00::2
t ip -6 route $v fd01::/64 nhid 1 dev v0
t ip -6 route $v fd01::/64 from fd00::5 nhid 1 via fd00::2
t ip -6 route $v fd01::/64 from ::/0 nhid 1
t ip -6 route $v fd01::/64 nhid 0 from fd00::5
t ip -6 route $v fd01::/64 nhid 1 from fd00::/16 nexthop via fd00::2
t ip -6 route $v fd01::/64 nhid 1 nexthop via fd00::2
t ip -6 route $v fd01::/64 nhid 1 onlink
t ip -6 route $v unreachable fd01::/64 nhid 1 from fd00::/16
t ip -6 route $v fd01::/64 nhid 1 from fd00::/16 dev nosuch
t ip -6 route $v fd01::/64 nhid 1 from fd00::/16 pref high metric 0 mtu 3
t ip -6 route $v fd01::/64 nhid 1 from fd00::/16 src fd00::77
done
