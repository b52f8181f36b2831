# Policy rules of IPv6: what they choose by, and what route get says.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad; ip addr add 2001:db8:1::a/64 dev h0 nodad
ip -6 rule; ip -6 rule add from 2001:db8:1::/64 table 100; ip -6 rule add to 2001:db8:f::/48 lookup 101 priority 50; ip -6 rule add fwmark 7 table 102; ip -6 rule add iif lo oif h0 table 103 pref 90; ip -6 rule add unreachable from 2001:db8::66 pref 10; ip -6 rule add prohibit to 2001:db8:e::/48; ip -6 rule add blackhole to 2001:db8:d::/48; ip -6 rule add ipproto udp dport 53 table 104; ip -6 rule add not from all table 105; ip -6 rule add tos 0x10 table 106; ip -6 rule add from all lookup main suppress_prefixlength 0 pref 40000; ip -6 rule add goto 40000 pref 60 from 2001:db8::77
ip -6 rule
for t in 100 101 102 103 104 105 106; do ip -6 route add default via 2001:db8::$t table $t; done
ip -6 route add default via 2001:db8::1
g() { ip -6 route get "$@"; }
g 2001:db8:99::1; g 2001:db8:99::1 from 2001:db8:1::a; g 2001:db8:f::1; g 2001:db8:99::1 mark 7; g 2001:db8:99::1 oif h0; g 2001:db8:e::1; g 2001:db8:d::1; g 2001:db8:99::1 ipproto udp dport 53; g 2001:db8:99::1 ipproto udp dport 54; g 2001:db8:99::1 tos 0x10
ip -6 route show table all | grep default; ip -6 route show table 101
ip -6 rule del pref 50; ip -6 rule del table 102; ip -6 rule del pref 50; ip -6 rule flush; ip -6 rule; ip -6 rule add from 10.0.0.0/8 table 5; ip -6 rule add from 2001:db8::/129 table 5; ip -j -6 rule
ip -6 rule add table main pref 32766; ip -6 rule del pref 0; ip -6 rule
