# What the kernel makes of route's ioctls for IPv6: good words and bad, flags, hops, devices that are down, references, and what a monitor hears.
t() { echo "\$ $*"; "$@" 2>&1; echo "=$?"; }
sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link set lo up
ip link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02
for d in va vb; do ip link set $d addrgenmode none; ip link set $d up; done
sleep 0.5
ip -6 addr add fc00::1/64 dev va nodad; sleep 0.3
ip monitor route > mon & sleep 0.5
t route -6 add fc01::/64 gw fc00::2
t route -6 add fc01::/64 gw fc00::2
t route -6 add fc01::/64 gw fc00::3
t route -6 add fc01::/64 gw fc00::3 metric 9
t route -A inet6 add fc02::1 dev va
t route --inet6 add fc02::1 va
t route -6 add fc03::/64 mod dyn reinstate va
t route -6 add fc03::/65 dyn va
t route -6 add fc03::/66 mod va
t route -6 add fc03::/67 reinstate va
t route -6 add fc04::/64 va mod
t route -6 add fc04::/64 nosuch
t route -6 add fc04::/64 averyveryverylongname
t route -6 add default gw fc00::3 metric 5
t route -6 add default va
t route -6 add ::/0 va
t route -6 add fc05::1 gw fc00::2 metric 0 va
t route -6 add fc05::2 gw fe80::1
t route -6 add fc05::2 gw fe80::1 va
t route -6 add fc05::/64 gw fe80::1
t route -6 add fc05::/64 gw fe80::1 lo
t route -6 add fc05::/64 gw fc00::1 va
t route -6 add fc05::/64 gw fc77::1 va
t route -6 add fc05::9 gw fc77::1 va
t route -6 add fc05::9 gw ff02::1 va
t route -6 add fc05::/64 gw :: va
t route -6 add fc05::/64 gw ::1 va
t route -6 add fc06::/128 va
t route -6 add fc06::/129 va
t route -6 add fc06::/-1 va
t route -6 add fc06::/x va
t route -6 add fc06::5/48 va metric 4294967295
t route -6 add fc06::5/48 va metric 99999999999
t route -6 add fc06::5/48 va metric x
t route -6 add fc06::5/48 va metric
t route -6 add fc07::/64
t route -6 add fc07::/64 lo
t route -6 add ::1/128 lo metric 3
t route -6 add ff05::/16 va
t route -6 add ff05::1 gw fc00::2
t route -6 add fe80::5 gw fc00::2
t route -6 add fe80::/64 va metric 256
t route -6 add fc00::1 lo
t route -6 add fc00::/64 va metric 256
t route -6 add ::ffff:1.2.3.4 va
t route -6 add 2002::/16 gw ::ffff:1.2.3.4 va
t grep -v ^ff00 /proc/net/ipv6_route
route -6n | grep -v ^ff00
t ip -d -6 route
t ip -d -6 route show table all
ip link set vb down
t route -6 add fc08::/64 va
ip link set va down
t route -6 add fc09::/64 va
t route -6 add fc09::1 va
t route -6 add fc09::1 gw fc00::2 va
ip link set vb up; ip link set va up; sleep 0.5
ip -6 addr add fc00::1/64 dev va nodad; sleep 0.3
t route -6 add fc01::/64 gw fc00::2
t route -6 add fc01::/64 gw fc00::3
t route -6 del fc01::/64 gw fc00::4
t route -6 del fc01::/64 gw fc00::3
t route -6 add fc01::/64 gw fc00::3
t route -6 del fc01::/64
t route -6 del fc01::/64
t route -6 add fc02::/64 va metric 7
t route -6 del fc02::/64
t route -6 del fc02::/64 metric 8
t route -6 del fc02::/64 metric 0
t route -6 del fc02::/64 metric 0
t ip -6 route add fc02::/64 dev va proto static
t route -6 del fc02::/64 dev vb metric 1024
t route -6 del fc02::/64 dev va metric 1024
t ip -6 route add blackhole fc02::/64
t route -6 del fc02::/64 metric 1024
t ip -6 route add fc02::1 dev va table 9
t route -6 del fc02::1 metric 1024
t route -6 del fc00::1/128 metric 0
t route -6 del default
t route -6 del default metric 0
t route -6 del default metric 0
t route -6 del default metric 0 lo
t route -6 add fc0d::/64 va dyn
t route -6 del
t route -6 del fc00::1/64 gw fc00::2 metric 0 va
t route -6 del fc00::1/64 gw :: metric 0 va
t route -6 del ff00::/8 metric 0 vb
t route -6 add fc11::/64 va
sysctl -qw net.ipv6.conf.va.disable_ipv6=1
t route -6 add fc12::/64 va
ip netns add n
t ip netns exec n route -6 del default
t ip netns exec n route -6 del default metric 0
t ip netns exec n route -6 del fc00::1
t ip netns exec n route -6 add fc00::1 lo
t ip netns exec n route -6 add fc00::1
t ip netns exec n cat /proc/net/ipv6_route
sleep 0.5; kill %1; cat mon
