# Words of routes, rules and neighbours that are nearly right: realms, states, ranges of users; routers of IPv6 and their addresses.
ip link add v0 address 02:00:00:00:00:11 type veth peer name v1 address 02:00:00:00:00:12
sysctl -qw net.ipv6.conf.default.accept_dad=0; ip link set v0 up; ip link set v1 up
t() { echo "$*"; "$@"; echo "= $?"; }
for r in 5 5/ /4 / x/ 3/4 5/x 0 0/0 70000 65536 256 255/255 1/2/3 0x5 ''; do t ip route add 10.1.0.0/24 dev v0 realms "$r"; ip route; ip route del 10.1.0.0/24 2>/dev/null
t ip rule add realms "$r" pref 5; ip rule; ip rule del pref 5; 
done
ip route add 10.1.1.0/24 dev v0 realms 5
ip route add 10.1.2.0/24 dev v0 realms 3/4
ip route add 10.1.3.0/24 dev v0 realms 3/0
ip route add 10.1.4.0/24 dev v0 
for r in 5 5/ /4 / x/ 3/4 3/ 5/x 0 0/0 70000 65536 256 255/255 1/2/3 0x5 ''; do t ip route show realms "$r"; done
t ip route add 10.2.0.0/24 via inet6 fd00::5
t ip route add 10.2.0.0/24 via inet6 fe80::5
t ip route add 10.2.0.0/24 via inet6 fe80::5 onlink
t ip route add 10.2.0.0/24 via inet6 fd00::5 onlink
t ip route add 10.2.0.0/24 via inet6 fd00::5 dev v0
t ip route add 10.2.0.0/24 via inet6 fd00::5 dev v0 onlink
t ip route add 10.2.1.0/24 via inet6 fe80::5 dev v0 onlink
t ip route add 10.2.2.0/24 via inet6 fe80::5 dev v0
t ip route add 10.2.3.0/24 via inet6 :: dev v0
t ip route add 10.2.4.0/24 via inet6 ff02::1 dev v0
t ip route add 10.2.5.0/24 via inet6 ::1 dev v0
t ip route add 10.2.6.0/24 via inet6 10.0.0.1 dev v0
t ip route add 10.2.7.0/24 nexthop via inet6 fe80::1 dev v0 nexthop via inet6 fe80::2 dev v1 weight 3
t ip route add 10.2.8.0/24 nexthop via inet6 fd00::1 nexthop via inet6 fe80::2 dev v1 weight 3
t ip -6 route add fd05::/64 via inet 10.0.0.1 dev v0
t ip -6 route add fd05::/64 nexthop via inet 10.0.0.1 dev v0
t ip route add 10.3.0.0/24 via inet6 fd00::5
t ip route add 10.3.1.0/24 via inet6 fd00::1
t ip route add 10.3.2.0/24 via inet6 fd00::1 dev v0
t ip route add 10.3.3.0/24 via inet6 fd00::1 dev v0 onlink
t ip route add 10.3.4.0/24 via inet6 fd00::5 dev v1
t ip route add 10.3.5.0/24 via inet6 fd00::5 dev v1 onlink
t ip route add 10.3.6.0/24 via inet6 fd00:: dev v0
t ip route add 10.3.7.0/24 via inet6 fd01::1 dev v0
t ip route add 10.3.7.0/24 via inet6 fd01::1 scope link
t ip route add local 10.3.7.0/24 via inet6 fd01::1
t ip route get 10.3.0.1
t ip route get 10.3.0.1 fibmatch
t ip route del 10.3.0.0/24 via inet6 fd00::6
t ip route del 10.3.0.0/24 via inet6 fd00::5
t ip route add 10.3.0.0/24 via inet6 fd00::5 table 7
t ip route add 10.3.0.0/24 via inet6 fd00::5 table local
ip addr add fd00::1/64 dev v0 nodad
t ip route add 10.3.0.0/24 via inet6 fd00::5
t ip route add 10.3.1.0/24 via inet6 fd00::1
t ip route add 10.3.2.0/24 via inet6 fd00::1 dev v0
t ip route add 10.3.3.0/24 via inet6 fd00::1 dev v0 onlink
t ip route add 10.3.4.0/24 via inet6 fd00::5 dev v1
t ip route add 10.3.5.0/24 via inet6 fd00::5 dev v1 onlink
t ip route add 10.3.6.0/24 via inet6 fd00:: dev v0
t ip route add 10.3.7.0/24 via inet6 fd01::1 dev v0
t ip route add 10.3.7.0/24 via inet6 fd01::1 scope link
t ip route add local 10.3.7.0/24 via inet6 fd01::1
ip -d route
t ip route get 10.3.0.1
t ip route get 10.3.0.1 fibmatch
t ip route del 10.3.0.0/24 via inet6 fd00::6
t ip route del 10.3.0.0/24 via inet6 fd00::5
t ip route add 10.3.0.0/24 via inet6 fd00::5 table 7
t ip route add 10.3.0.0/24 via inet6 fd00::5 table local
ip route show via inet6 fd00::5 table all
ip route show via inet6 fd00::/64 table all
ip route flush via inet6 fd00::5 
ip route
for n in 0 1 2 3 4 32 64 128 256 0x82 0x80 all none perm p noa r reach fail f stale st inc; do
  t ip neigh replace 10.0.0.7 lladdr 02:00:00:00:00:01 nud $n dev v1; ip neigh show nud all 10.0.0.7
  ip neigh show nud $n to 10.0.0.7
done
for u in 0-0 1-5 5-1 x 3 -1-3 1-5x +1-+2 4294967295-4294967295 0-4294967296 1-; do t ip rule add uidrange $u pref 7; ip rule show pref 7; ip rule del pref 7; done
