# ip -6 and other commands: families, brief, oneline, JSON, help.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::1/64 dev h0 nodad; ip addr add 10.0.0.1/24 dev h0
ip -6 addr; ip -6 -br addr; ip -6 -o addr; ip -6 -j addr show h0; ip -6 addr show scope link; ip -6 addr show to fe80::/10; ip -6 addr show up; ip -6 addr show dev h0 permanent; ip -6 addr show type veth; ip -6 addr show tentative; ip -6 -c=never addr show h0; ip -6 -s addr show dev h0 | head -3; ip -6 link show h0; ip -6 -br link show h0; ip -6 -d link show h0 | head -2
ip -6 neigh; ip -6 maddr show h0; ip -6 -j route; ip -6 -o route; ip -6 -d route; ip -6 -4 addr show h0; ip -f inet6 addr show h0; ip -family inet6 route show dev h0
ip -6 addr add 10.0.0.2/24 dev h0; ip -6 route add 10.1.0.0/16 dev h0; ip -4 addr add 2001:db8::5/64 dev h0; ip -6 rule add from 10.0.0.0/8; ip addr add 2001:db8::5/129 dev h0; ip addr add 2001:db8::5/64 brd + dev h0; ip addr add 2001:db8::5/64 dev h0 label h0:1; ip addr add 2001:db8::6/64 dev h0 anycast 2001:db8::; ip addr add 2001:db8::7/64 dev h0 scope link; ip addr add 2001:db8::8/64; ip addr add ::1/128 dev h0; ip addr add :: dev h0; ip addr add ff02::5/64 dev h0; ip addr add 2001:db8::1/64 dev h0; ip addr add 2001:db8::1/128 dev h0; ip addr del 2001:db8::1/128 dev h0; ip addr del 2001:db8::99/64 dev h0; ip addr add ::ffff:1.2.3.4/128 dev h0 nodad; ip addr add ::1.2.3.4/128 dev h0 nodad; ip -6 addr show dev h0
ip -6 addr flush dev h0 scope global; ip -6 addr show dev h0; ip -6 route flush proto kernel; ip -6 route; ip -6 addr flush dev h0; ip -6 addr show dev h0; ip -6 route
