# Routes of IPv4 whose router is one of IPv6: which routers are accepted, and the device they lead to.
ip link add v0 address 02:00:00:00:00:11 type veth peer name v1 address 02:00:00:00:00:12
ip link set v0 up; 
t() { echo "$*"; "$@"; echo "= $?"; }
t ip route add 10.2.0.0/24 via inet6 fe80::5 dev v0
t ip route add 10.2.1.0/24 via inet6 fe80::5 dev lo
t ip link set lo up
t ip route add 10.2.1.0/24 via inet6 fe80::5 dev lo
t ip route add 10.2.2.0/24 via inet6 ff02::5 dev lo
t ip route add 10.2.3.0/24 via inet6 :: dev lo onlink
t ip route add 10.2.4.0/24 via inet6 fe80::5 dev v1
t ip route add 10.2.5.0/24 via inet6 fe80::5 dev v1 onlink
t ip route add 10.2.5.0/24 via inet6 fe80::5 scope link dev v0
t ip route add 10.2.6.0/24 via inet6 fe80::5 scope host dev v0
t ip route add 10.2.6.0/24 via inet6 fe80::5 scope nowhere dev v0
t ip route add unreachable 10.2.7.0/24 via inet6 fe80::5 dev v0
t ip route add local 10.2.8.0/24 via inet6 fe80::5 dev v0
t ip route add local 10.2.8.0/24 via inet6 fe80::5 dev v0 scope link
t ip route add local 10.2.8.0/24 via inet6 fe80::5 dev v0 scope global
t ip route add broadcast 10.2.9.0/24 via inet6 fe80::5 dev v0
t ip route add broadcast 10.2.9.0/24 via inet6 fe80::5 dev v0 scope global
t ip route add multicast 10.2.9.0/24 via inet6 fe80::5 dev v0 scope global
t ip route add 10.2.11.0/24 nexthop via inet6 fe80::5 dev v0 nexthop dev v0
sysctl -qw net.ipv6.conf.v0.disable_ipv6=1
t ip route add 10.2.12.0/24 via inet6 fe80::5 dev v0
t ip route add 10.2.12.0/24 via inet6 fe80::5 dev v0 onlink
sysctl -qw net.ipv6.conf.v0.disable_ipv6=0
ip -d route show table all type unicast; ip -d route show table local type local 10.2.8.0/24
ip link set v1 up
ip link add w0 mtu 1200 type veth peer name w1
ip link set w0 up
t ip route add 10.2.13.0/24 via inet6 fe80::5 dev w0
ip -d route show
for i in 0 1 2 3 5 8 9 13; do t ip route get 10.2.$i.5; t ip route get 10.2.$i.5 fibmatch; done
ip addr add 10.9.0.1/24 dev v0
for i in 0 1 2 3 5 8 9 13; do t ip route get 10.2.$i.5; done
ip -d -6 route show table all
ip -6 route add fd07::/64 dev v0
t ip route add 10.2.14.0/24 via inet6 fd07::5
ip -6 route add fd08::/64 dev v0 table 9
t ip route add 10.2.15.0/24 via inet6 fd08::5 table 9
t ip route add 10.2.15.0/24 via inet6 fd08::5
ip -6 route del fd07::/64
ip route
ip link set v0 down
ip route
