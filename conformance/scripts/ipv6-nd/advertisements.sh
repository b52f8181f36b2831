# Neighbour advertisements: solicited, override, router, unsolicited, unknown.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
na() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a ff $1 ${to:-fe80::ff:fe00:a} 88000000 $2 $3 $4; sleep 0.1; ip -6 neigh show | sort; }
ns() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a ff $1 fe80::ff:fe00:a 87000000 00000000 fe80::ff:fe00:a $2; sleep 0.1; ip -6 neigh show | sort; }
echo "- unknown"; na fe80::b 60000000 fe80::b "0201 02:00:00:00:00:0b"
echo "- by a solicitation"; ns fe80::b "0101 02:00:00:00:00:0b"
echo "- solicited"; na fe80::b 40000000 fe80::b
echo "- a router"; na fe80::b c0000000 fe80::b
echo "- another address without override"; na fe80::b 40000000 fe80::b "0201 02:00:00:00:00:0c"
echo "- with override, unsolicited"; na fe80::b 20000000 fe80::b "0201 02:00:00:00:00:0c"
echo "- with override, solicited, no router"; na fe80::b 60000000 fe80::b "0201 02:00:00:00:00:0d"
echo "- to all, solicited: refused"; to=ff02::1 na fe80::b 60000000 fe80::b "0201 02:00:00:00:00:0e"
echo "- to all"; to=ff02::1 na fe80::b 20000000 fe80::b "0201 02:00:00:00:00:0e"
echo "- a multicast target, a short option, a long one"; na fe80::b 60000000 ff02::1 "0201 02:00:00:00:00:0f"; na fe80::b 60000000 fe80::b "0200 000000000000"; na fe80::b 60000000 fe80::b "0202 02:00:00:00:00:0f 00*8"
echo "- drop_unsolicited_na"; sysctl -qw net.ipv6.conf.h0.drop_unsolicited_na=1; na fe80::b 20000000 fe80::b "0201 02:00:00:00:00:11"
sysctl -qw net.ipv6.conf.h0.drop_unsolicited_na=0
echo "- accept_untracked_na"; sysctl -qw net.ipv6.conf.h0.accept_untracked_na=1; na fe80::77 20000000 fe80::77 "0201 02:00:00:00:00:77"
sysctl -qw net.ipv6.conf.h0.forwarding=1; na fe80::77 20000000 fe80::77 "0201 02:00:00:00:00:77"
sysctl -qw net.ipv6.conf.h0.accept_untracked_na=2; na 2001:db8::77 20000000 2001:db8::77 "0201 02:00:00:00:00:78"
ip addr add 2001:db8::a/64 dev h0 nodad; na 2001:db8::77 20000000 2001:db8::77 "0201 02:00:00:00:00:78"
