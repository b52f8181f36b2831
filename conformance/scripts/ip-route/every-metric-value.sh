# Values of metrics at their limits, and times as C reads them.

sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add va address 02:00:00:00:00:11 type veth peer name vb address 02:00:00:00:00:12
ip link set va up; ip link set vb up
ip addr add 10.0.0.1/24 dev va; ip addr add fd00::1/64 dev va; 
sleep 0.2
for k in rto_min rtt rttvar hoplimit quickack mtu; do for v in "" . 1. .5 .5s 0.0001s 1e3 1.0e3s 1.5S 3SEC 2Msecs 1.5x 0x1.8s 010 1.0e400 18446744073709551615 18446744073709551616 18446744073709551614 9223372036854775808.0 4294967295.5 4294967s 5000000s 1073741824s  "1 s" " 1s" -0.5 -1s 1,5s 0 1 255 256 65535 65536 4294967295 4294967296 -1 0x10 1.5 1s 1ms x "lock 5" "lock 0" lock; do ip route replace 1.2.3.0/24 dev va $k $v 2>&1; ip route show 1.2.3.0/24; ip -j route show 1.2.3.0/24;  ip -6 route replace fd01::/64 dev va $k $v 2>&1;  ip -6 route show fd01::/64; ip -6 route del fd01::/64 2>/dev/null; done; done
