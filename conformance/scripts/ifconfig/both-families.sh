# An IPv6 address has joined its group before the next step of the same command.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add v0 address 02:00:00:00:00:15 type veth peer name w0 address 02:00:00:00:00:16
ifconfig v0 add fd00:2::4/64 10.0.0.3
sleep 0.1
ip maddr show dev v0
ip -6 route show table local
