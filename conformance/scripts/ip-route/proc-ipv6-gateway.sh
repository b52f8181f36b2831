# /proc/net/route of routes through IPv6 gateways: the flag of a gateway follows the address's first four bytes.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 up
ip link set v1 up
ip addr add ::5/64 dev v0
ip route add 192.168.7.0/24 via inet6 ::1 dev v0
ip route add 192.168.8.0/24 via inet6 fe80::1 dev v0
ip route add 192.168.9.0/24 nexthop via inet6 ::1 dev v0 nexthop via inet6 fe80::1 dev v0
ip route add 192.168.10.0/24 dev v0
ip route add 192.168.11.0/24 nexthop via inet6 0:0:1::1 dev v0 nexthop via inet6 fe80::1 dev v0
ip route
cat /proc/net/route
route -n
