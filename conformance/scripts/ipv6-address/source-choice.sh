# The choice of the source address: scope, deprecation, device, prefix length.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link add n0 index 30 address 02:00:00:00:00:0c type veth peer name n1 index 41
for d in r0 h0 n0 n1; do ip link set $d up; done; sleep 2.4
source() { ip -6 route get $1 $2 $3 | grep -o 'src [^ ]*'; }
ip -6 route add 2001:db8:ffff::/48 via fe80::1 dev h0; ip -6 route add 2001:db8:eeee::/48 via fe80::1 dev n0
source 2001:db8:ffff::1
ip addr add 2001:db8:1::1/64 dev h0 nodad; ip addr add 2001:db8:2::1/64 dev h0 nodad; ip addr add fd00::1/64 dev h0 nodad; ip addr add fec0::1/64 dev h0 nodad
source 2001:db8:ffff::1; source 2001:db8:1::9; source 2001:db8:2::9; source fd00::9; source fe80::9 dev h0; source ff02::9 dev h0; source ff05::9 dev h0; source ff0e::9 dev h0; source fec0::9
echo "- another device's"
source 2001:db8:eeee::1
sysctl -qw net.ipv6.conf.n0.use_oif_addrs_only=1; source 2001:db8:eeee::1; sysctl -qw net.ipv6.conf.n0.use_oif_addrs_only=0
ip addr add 2001:db8:eeee::1:1/128 dev h0 nodad; source 2001:db8:eeee::1
ip addr add 2001:db8:9::1/128 dev n0 nodad; source 2001:db8:eeee::1
echo "- deprecated"
ip addr change 2001:db8:1::1/64 dev h0 preferred_lft 0; source 2001:db8:1::9; source 2001:db8:ffff::1
ip addr change 2001:db8:2::1/64 dev h0 preferred_lft 0; source 2001:db8:ffff::1
echo "- the route's own"
ip -6 route add 2001:db8:dddd::/48 via fe80::1 dev h0 src 2001:db8:9::1; source 2001:db8:dddd::1
ip addr del 2001:db8:9::1/128 dev n0; ip -6 route show 2001:db8:dddd::/48
