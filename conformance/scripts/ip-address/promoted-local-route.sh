# The local route of an address that is promoted is made anew, with the address itself as its source.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add a0 type veth peer name b0; ip link add a1 type veth peer name b1
for d in a0 b0 a1 b1; do ip link set $d up; done
sysctl -qw net.ipv4.conf.a0.promote_secondaries=1
ip addr add 10.0.0.1/24 brd + dev a0
ip addr add 10.0.0.9/24 dev a0
ip addr add 10.0.0.10/25 dev a0
ip addr add 10.0.0.1/32 dev a1 scope link
ip monitor route addr > m &
sleep 0.3
ip addr del 10.0.0.1/24 dev a0
sleep 0.3; kill %1; cat m
ip route show table all
