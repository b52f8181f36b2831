# Of two gateways of one hop the first counts, of two attributes of a route the last.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0; ip addr add 10.1.0.1/24 dev v1; ip addr add fd00::1/64 dev v0; ip addr add fd02::1/64 dev v1
sleep 1
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; ip -6 route show fd01::/48;  ip route show 10.9.0.0/16; ip -6 route del fd01::/48 2>/dev/null; ip route del 10.9.0.0/16 2>/dev/null; }
for b in "via fd00::9 via fe80::1" "via fe80::1 via fd00::9" "via fd00::9 via fd02::9" "via fd02::9 via fd00::9 weight 2 weight 3" "via fe80::1 dev v0 dev v1" "via fd00::9 realm 4 realm 5" "via fd00::9 onlink via 2001::1" "via 2001::1 via fd00::9" "dev v0 via fd00::9 via inet 10.0.0.9" "via inet 10.0.0.9 via fd00::9"; do
t ip -6 route add fd01::/48 nexthop $b
t ip -6 route add fd01::/48 nexthop $b nexthop via fd00::7
done
for b in "via 10.0.0.9 via 10.1.0.9" "via 1.1.1.1 via 10.0.0.9" "via 10.0.0.9 via 1.1.1.1" "via 10.0.0.9 realm 4 realm 5" "via inet6 fe80::1 dev v0 via 10.0.0.9" "via 10.0.0.9 via inet6 fe80::1 dev v0" "via inet6 fe80::1 via inet6 fe80::2 dev v0" "via 10.0.0.9 weight 3 weight 4" "dev v0 dev v1"; do
t ip route add 10.9.0.0/16 nexthop $b
t ip route add 10.9.0.0/16 nexthop $b nexthop via 10.0.0.7
done
t ip route add 10.9.0.0/16 via 10.0.0.9 via 10.1.0.9
t ip -6 route add fd01::/48 via fd00::9 via fd02::9
t ip -6 route add fd01::/48 via fd00::9 via fe80::1
t ip -6 route add fd01::/48 via fd00::9 dev v0 dev v1
t ip route add 10.9.0.0/16 via 10.0.0.9 via inet6 fe80::1 dev v0
t ip route add 10.9.0.0/16 metric 5 metric 6 dev v0
t ip route add 10.9.0.0/16 src 10.0.0.1 src 10.1.0.1 dev v0
t ip route add 10.9.0.0/16 realm 4 realm 5 dev v0
t ip route add 10.9.0.0/16 mtu 1400 mtu 1300 dev v0
t ip route add 10.9.0.0/16 mtu lock 1400 mtu 1300 dev v0
t ip -6 route add fd01::/48 pref high pref low dev v0
