# Routes that every word alone chooses, in every form of output.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
ip link set lo up; ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip addr add 10.0.0.1/24 dev eth0; ip addr add 10.9.0.1/24 dev eth1
ip -6 addr add fd00::1/64 dev eth0 nodad; ip -6 addr add fd09::1/64 dev eth1 nodad
ip route add 10.1.0.0/24 via 10.0.0.2 realms 3/4; ip route add 10.1.0.0/16 via 10.9.0.2 table 7 proto static; ip route add unreachable 10.1.0.0/25; ip route add 10.3.0.0/24 via 10.0.0.2 tos 0x10
ip route add default via 10.9.0.9 metric 9; ip route add 10.4.0.0/24 dev eth0 src 10.9.0.1 mtu lock 1300 hoplimit 5 advmss 1000 congctl reno features ecn rto_min 30ms initcwnd 9; ip route add 10.5.0.0/24 nexthop via 10.0.0.2 weight 3 nexthop via inet6 fe80::5 dev eth1 onlink
ip -6 route add fd01::/64 via fd00::2; ip -6 route add fd01::/48 via fd09::2 table 7 proto static; ip -6 route add unreachable fd01::/65; ip -6 route add fd04::/64 dev eth0 src fd09::1 mtu 1300 from fd09::/64
ip -6 route add default via fd09::9 metric 9 pref high; ip -6 route add fd05::/64 nexthop via fd00::2 weight 3 nexthop via fe80::5 dev eth1; ip -6 route add fd06::/64 via fd00::7
for o in "" -d -j "-d -N" -6 "-6 -d -j"; do
for w in "" "table all" "table 7" "table main" "table local" "table 99" "table cache" "root 10.1.0.0/16" "match 10.1.0.0/24" "exact 10.1.0.0/24" "10.1.0.0/24" "to root fd01::/48 table all" "match fd01::/64" "exact fd01::/64" "root default" "match default" "exact default" "default" "dev eth0" "dev eth1" "dev lo table all" "proto static" "proto kernel" "proto boot table all" "scope link" "scope global" "scope host table all" "type unicast" "type local table all" "type unreachable" "type broadcast table all" "via 10.0.0.2" "via fd00::2" "via inet6 fe80::5" "via 10.0.0.0/24" "src 10.9.0.1" "src fd09::1" "from fd09::/64" "from root fd09::/48" "from 10.0.0.0/8" "metric 9" "metric 0" "metric 1024" "tos 0x10" "realms 3/4" "realms 4" "realms 3/" "oif eth0 proto kernel" "iif eth0" "mark 5" "cached" "via fe80::5" "proto all" "scope all" "root 10.1.0.0/16 match 10.1.0.0/24" "vrf lo"; do
 echo "$o show $w"; ip $o route show $w 2>&1 | sed 's/expires [0-9]*sec/expires/;s/"expires":[0-9]*/"expires"/'
done; done
