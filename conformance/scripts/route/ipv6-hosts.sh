# Routes to hosts and through routers that are said to be on the link: flags of old, and which routers route accepts.
sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip -6 addr add fd00::1/64 dev eth0 nodad
ip -6 route add fd05::/64 via fd00::2 dev eth0 onlink
ip -6 route add fd06::1 via fd00::2 dev eth0
ip -6 route add fd07::1 dev eth0
ip -6 route add unreachable fd08::1
ip -6 route add unreachable fd09::1 onlink dev eth0
ip -6 route add fd0a::1 nexthop via fd00::2 dev eth0 onlink nexthop via fd00::3 dev eth0
route -6 add fd15::1/128 gw fd00::2 dev eth0
route -6 add fd16::/64 gw fd00::2 dev eth0
route -6 add fd17::1 dev eth0
route -6 add fd18::1 gw fe80::5 dev eth0
route -6 add fd19::1 gw fd00::1 dev eth0
route -6 add fd1a::1 gw fd55::1 dev eth0
route -6 add fd1a::/64 gw fd55::1 dev eth0
route -6 add fd1b::1 dev lo
route -6 add fd1c::1 gw fd00::2
route -6 add fd1d::/64 gw fd00::2
route -6n | awk '{print $1,$2,$3,$4}'; ip -d -6 route; awk '{print $1,$5,$9,$10}' /proc/net/ipv6_route
route -6 del fd15::1/128 gw fd00::2 dev eth0
route -6 del fd17::1
route -6 del fd18::1 dev eth0
ip -6 route
