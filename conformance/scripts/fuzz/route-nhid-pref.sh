# Nexthop objects that do not exist, and router preferences by number: what is looked at first.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add va type veth peer vb
ip link set va up; ip link set vb up
ip addr add 10.0.0.1/24 dev va
t() { echo "\$ $*"; "$@" 2>&1; echo "=$?"; }
for type in unicast local broadcast blackhole nat xresolve; do
  t ip route add $type 1.2.3.0/24 nhid 2
  t ip route add $type 1.2.3.0/24 nhid 2 scope host
  t ip route add $type 1.2.3.0/24 nhid 2 scope link
  t ip route add $type 1.2.3.0/24 nhid 2 scope 255
  t ip route add $type 1.2.3.0/24 dev va nhid 2
  t ip route add $type 1.2.3.0/24 nhid 2 congctl nosuch
  t ip route change $type 1.2.3.0/24 nhid 2 table 300
  t ip route del $type 1.2.3.0/24 nhid 2 scope link
done
for preference in 0 1 2 3 4 255 256 -1 0x1 01 "" 1x low1; do
  t ip -6 route add fd03::/64 dev va pref "$preference"
  t ip -6 route show fd03::/64
  t ip -6 route del fd03::/64 pref 2
done
