# Redirects that are forged or broken.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
ip -6 route add default via fe80::b dev h0; ip -6 neigh add fe80::b lladdr 02:00:00:00:00:0b dev h0 nud permanent
redirect() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a ${hops:-ff} $1 2001:db8::a 8900 0000 00000000 $2 $3 $4; sleep 0.1; ip -6 route show cache | sort; }
echo "- to another router"; redirect fe80::b fe80::c 2001:db8:f::1 "0201 02:00:00:00:00:0c"; ip -6 neigh show fe80::c
echo "- on the link"; redirect fe80::b 2001:db8:f::2 2001:db8:f::2 "0201 02:00:00:00:00:0d"; ip -6 neigh show 2001:db8:f::2
echo "- without a link-layer address"; redirect fe80::b fe80::d 2001:db8:f::3
ip -6 route flush cache
echo "- not from our router"; redirect fe80::e fe80::c 2001:db8:f::1
echo "- not link-local"; redirect 2001:db8::b fe80::c 2001:db8:f::1
echo "- multicast"; redirect fe80::b fe80::c ff05::1
echo "- target is no router"; redirect fe80::b 2001:db8::9 2001:db8:f::1
echo "- hop limit"; hops=fe redirect fe80::b fe80::c 2001:db8:f::1
echo "- a bad option"; redirect fe80::b fe80::c 2001:db8:f::1 "0200 000000000000"
echo "- for a destination on our own link"; redirect fe80::b fe80::c 2001:db8::55
echo "- for ourselves"; redirect fe80::b fe80::c 2001:db8::a
echo "- a router takes none"; sysctl -qw net.ipv6.conf.h0.forwarding=1; redirect fe80::b fe80::c 2001:db8:f::1
sysctl -qw net.ipv6.conf.h0.forwarding=0
echo "- twice, to another one"; redirect fe80::b fe80::c 2001:db8:f::1; redirect fe80::b fe80::d 2001:db8:f::1; redirect fe80::c fe80::e 2001:db8:f::1; redirect fe80::d fe80::e 2001:db8:f::1
