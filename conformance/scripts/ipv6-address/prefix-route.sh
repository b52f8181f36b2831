# A prefix route is shared by the addresses of the prefix: when it goes and when it expires.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
show() { ip -6 route show | grep -v ^fe80 | sed 's/expires [0-9]*\([0-9]\)sec/expires Nsec/'; }
ip addr add 2001:db8::1/64 dev h0 nodad; ip addr add 2001:db8::2/64 dev h0 nodad; show
ip addr del 2001:db8::1/64 dev h0; show
ip addr del 2001:db8::2/64 dev h0; show
echo "- one for ever, one for a time"
ip addr add 2001:db8::1/64 dev h0 nodad; ip addr add 2001:db8::2/64 dev h0 valid_lft 100 preferred_lft 100 nodad; show
ip addr del 2001:db8::1/64 dev h0; show
ip addr del 2001:db8::2/64 dev h0; show
echo "- for a time first"
ip -6 route flush 2001:db8::/64
ip addr add 2001:db8::2/64 dev h0 valid_lft 100 preferred_lft 100 nodad; show
ip addr add 2001:db8::1/64 dev h0 nodad; show
ip addr del 2001:db8::2/64 dev h0; show
echo "- the route was deleted meanwhile"
ip -6 route del 2001:db8::/64; show
ip addr change 2001:db8::1/64 dev h0; show
ip addr add 2001:db8::1:1/64 dev h0 nodad noprefixroute; ip addr del 2001:db8::1/64 dev h0; show
echo "- lives that end"
ip addr add 2001:db8:9::1/64 dev h0 valid_lft 3 preferred_lft 1 nodad
sleep 1.8; ip -6 -o addr show dev h0 to 2001:db8:9::1 | sed 's/_lft [0-9]*sec/_lft Nsec/g'
sleep 2.6; ip -6 -o addr show dev h0 to 2001:db8:9::1
