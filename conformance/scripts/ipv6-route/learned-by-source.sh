# Path MTUs and redirects below routes that have a source: for whom they count; and how long redirects are kept, used or not.
ip netns add a; ip netns add r
ip link add va netns a address 02:00:00:00:00:0a type veth peer name vr netns r address 02:00:00:00:00:0b
for n in a r; do ip netns exec $n sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.router_solicitations=0; ip -n $n link set lo up; done
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip netns exec a sysctl -qw net.ipv6.conf.va.accept_dad=0; ip netns exec r sysctl -qw net.ipv6.conf.vr.accept_dad=0
ip netns exec a sysctl -w net.ipv6.route.gc_interval=3
ip -n a link set va up; ip -n r link set vr up; sleep 1.3
ip -n a addr add fd00::1/64 dev va nodad; ip -n a addr add fd00::9/64 dev va nodad; ip -n r addr add fd00::2/64 dev vr nodad
a() { ip -n a -6 route "$@" 2>&1 | sed 's/expires [0-9]*sec/expires/' | sort; }
toobig() { ip netns exec r inject vr 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a40 fd00::2 $1 0200 0000 0000 $3 60000000 0008 3a40 $1 $2 8000 0000 1234 0001; sleep 0.1; }
a add fd01::/64 from fd00::/64 dev va
a add fd02::/64 from fd00::/64 via fe80::ff:fe00:b dev va
a add fd03::/64 dev va
a add fd04::/64 from fd00::9 dev va
for n in 1 2 3 4; do toobig fd00::1 fd0$n::5 0578; toobig fd00::9 fd0$n::6 0514; done
a show cache
for n in 1 2 3 4; do for d in 5 6; do for s in 1 9; do a get fd0$n::$d from fd00::$s; done; done; done
toobig fd00::9 fd01::5 0550
a show cache
a del fd01::5 from fd00::1 dev va table main
# the router sends its packets back to where they came from, and says so
a del fd01::/64 from fd00::/64; a del fd02::/64 from fd00::/64; a del fd03::/64; a del fd04::/64 from fd00::9; a show cache; a add fd02::/64 from fd00::/64 via fe80::ff:fe00:b dev va
ip -n r -6 route add fd02::/64 via fe80::99 dev vr; ip -n r neigh add fe80::99 lladdr 02:00:00:00:00:99 dev vr nud permanent
ip -n a neigh add fe80::99 lladdr 02:00:00:00:00:99 dev va router nud permanent
p() { ip netns exec a ping -c 1 -W 0.2 -I fd00::$1 fd02::$2 >/dev/null; }
p 1 5; p 9 6; p 9 5; a show cache; a get fd02::5 from fd00::1; a get fd02::5 from fd00::9; a get fd02::5
ip -n r -6 route replace blackhole fd02::/64
ip netns exec a ping -c 18 -i 0.4 -W 0.2 -I fd00::1 fd02::5 >/dev/null; sleep 1.6
a show cache; a get fd02::5 from fd00::1
