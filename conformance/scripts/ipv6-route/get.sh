# ip -6 route get with its selectors.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad; ip -6 route add default via 2001:db8::1 mtu 1400; ip -6 route add 2001:db8:f::/48 via 2001:db8::2 metric 5; sysctl -qw net.ipv6.conf.all.forwarding=1; sleep 0.3
g() { ip -6 route get "$@"; s=$?; [ $s = 0 ] || echo "status $s"; }
g 2001:db8:f::1; g fibmatch 2001:db8:f::1; g fibmatch 2001:db8::a; g 2001:db8::a; g ::1; g 2001:db8:f::1 from 2001:db8::a; g 2001:db8:f::1 from 2001:db8::99; g 2001:db8:f::1 from 2001:db8::99 iif h0; g 2001:db8::a from 2001:db8::99 iif h0; g 2001:db8:f::1 oif h0; g 2001:db8:f::1 oif lo; g 2001:db8:f::1 oif r0; g 2001:db8:f::1 iif none; g fe80::1; g fe80::1 oif h0; g ff02::1; g ff02::1 oif h0; g ff05::1 iif h0 from fe80::9; g 2001:db8:f::1/64; g 2001:db8:f::1 uid 0; g 2001:db8:f::1 ipproto udp sport 1 dport 2; g 2001:db8:f::1 ipproto icmp; g ::; g default; g 2001:db8::; g to 2001:db8:f::1 connected; g 2001:db8:f::1 notify; g; g 10.0.0.1; g 2001:db8:f::1 nonsense; ip -j -6 route get 2001:db8:f::1; ip -d -6 route get 2001:db8:f::1; ip -o -6 route get 2001:db8:f::1; ip route get 2001:db8:f::1; g ::ffff:10.0.0.1; g 2001:db8:f::1 tos 4 mark 3
