# Peers: point-to-point addresses of IPv6.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::1 peer 2001:db8::2 dev h0 nodad; ip -6 addr show dev h0 scope global; ip -6 route show; ip -6 route show table local
ip addr add 2001:db8:1::1 peer 2001:db8:1::2/64 dev h0 nodad; ip -6 addr show dev h0 scope global; ip -6 route show
ip addr change 2001:db8::1 peer 2001:db8::3 dev h0 nodad; ip -6 addr show dev h0 scope global; ip -6 route show
ip addr del 2001:db8::1 peer 2001:db8::3 dev h0; ip addr del 2001:db8:1::1/64 dev h0; echo $?; ip -6 addr show dev h0 scope global; ip -6 route show
ip addr del 2001:db8:1::1 peer 2001:db8:1::2/64 dev h0; echo $?; ip -6 route show
