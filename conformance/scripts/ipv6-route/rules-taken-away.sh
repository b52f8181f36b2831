# Rules that are only taken away leave lookups of IPv6 as they were.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip netns add blue
ip link add dev eth0 address 02:00:00:00:00:11 netns blue index 20 type veth peer name veth1 address 02:00:00:00:00:12 index 21
ip addr add fd07::1/64 dev veth1 nodad metric 50 home
ip -6 rule
ip -6 route show table all
ip -6 route get fd07::1; ip -6 route get fd07::5; ip -6 route get 2001::1
tracepath -m 1 fd07::1 2>&1 | sed 's/[0-9.]*ms/Nms/'
ip -6 rule del from all
ip -6 rule
ip -6 route get fd07::1; ip -6 route get fd07::5; ip -6 route get ::1; ip -6 route get 2001::1
tracepath -m 1 fd07::1 2>&1 | sed 's/[0-9.]*ms/Nms/'
ip link set lo up
ip -6 route get fd07::1; ip -6 route get fd07::5; ip -6 route get ::1
ip -6 rule del from all
ip -6 rule
ip -6 route get fd07::1; ip -6 route get fd07::5; ip -6 route get ::1
ip -6 rule add pref 5 from all table main
ip -6 route get fd07::1; ip -6 route get fd07::5; ip -6 route get ::1
