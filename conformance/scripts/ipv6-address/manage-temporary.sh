# mngtmpaddr: temporary addresses beside one that was set by hand.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
mask() { sed '/temporary/s/2001:db8:[0-9a-f:]*/2001:db8::IID/; s/_lft \([0-9]*\)[0-9][0-9][0-9]sec/_lft \1NNNsec/g'; }
ip addr add 2001:db8::1/64 dev h0 mngtmpaddr nodad; ip -6 addr show dev h0 scope global | mask
sysctl -w net.ipv6.conf.h0.use_tempaddr=1 net.ipv6.conf.h0.max_desync_factor=0
ip addr change 2001:db8::1/64 dev h0 mngtmpaddr; sleep 2.4
ip -6 addr show dev h0 scope global | mask
ip addr change 2001:db8::1/64 dev h0; ip -6 addr show dev h0 scope global | mask
ip addr change 2001:db8::1/64 dev h0 mngtmpaddr; sleep 2.4; ip -6 addr show dev h0 scope global | mask
ip addr add 2001:db8:1::1/48 dev h0 mngtmpaddr; echo $?
ip addr add 2001:db8:2::1/64 dev h0 mngtmpaddr valid_lft 50000 preferred_lft 40000; sleep 2.4; ip -6 addr show dev h0 scope global | mask
ip addr del 2001:db8::1/64 dev h0; ip -6 addr show dev h0 scope global | mask
