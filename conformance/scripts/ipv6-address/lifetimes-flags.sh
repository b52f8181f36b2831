# Life times and flags: add, change, replace, show, what becomes of routes.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
show() { ip -6 addr show dev h0 scope global; ip -6 route show | sed 's/expires -[0-9]*sec/expires PAST/; s/expires [0-9]*sec/expires Nsec/'; }
ip addr add 2001:db8:1::1/64 dev h0 valid_lft 1000 preferred_lft 500 nodad; show
echo "- for ever"; ip addr change 2001:db8:1::1/64 dev h0; show
echo "- life again"; ip addr change 2001:db8:1::1/64 dev h0 valid_lft 600 preferred_lft 0; show
echo "- preferred only"; ip addr change 2001:db8:1::1/64 dev h0 preferred_lft 300; show
echo "- wrong ones"
ip addr add 2001:db8:1::2/64 dev h0 valid_lft 0; ip addr add 2001:db8:1::2/64 dev h0 valid_lft 10 preferred_lft 20; ip addr add 2001:db8:1::2/64 dev h0 preferred_lft x; ip addr change 2001:db8:1::1/64 dev h0 valid_lft 5 preferred_lft 10
echo "- home, noprefixroute, metric"
ip addr add 2001:db8:2::1/64 dev h0 home nodad; ip addr add 2001:db8:3::1/64 dev h0 noprefixroute nodad; ip addr add 2001:db8:4::1/64 dev h0 metric 77 nodad; show
ip addr change 2001:db8:2::1/64 dev h0 noprefixroute; ip addr change 2001:db8:3::1/64 dev h0; ip addr change 2001:db8:4::1/64 dev h0 metric 88; show
ip addr change 2001:db8:4::1/64 dev h0; show
ip -6 -d addr show dev h0 scope global | sed 's/numtxqueues.*//'
ip -j -6 addr show dev h0 scope global
