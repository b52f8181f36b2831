# Optimistic addresses: used at once, second choice while they are checked.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
echo "- not without the setting"
ip addr add 2001:db8::1/64 dev h0 optimistic; ip -6 -o addr show dev h0 scope global; ip -6 route show table local 2001:db8::1
sysctl -w net.ipv6.conf.h0.optimistic_dad=1 net.ipv6.conf.h0.dad_transmits=2
ip monitor address > log & sleep 0.3
ip addr add 2001:db8::2/64 dev h0 optimistic; ip -6 -o addr show dev h0 to 2001:db8::2; ip -6 route show table local 2001:db8::2
ip -6 addr show dev h0 optimistic
sleep 3
ip -6 -o addr show dev h0 to 2001:db8::2
ip addr add 2001:db8::3/64 dev h0 optimistic nodad; echo $?
echo "- use_optimistic"
sysctl -w net.ipv6.conf.h0.use_optimistic=1
ip addr add 2001:db8::4/64 dev h0 optimistic; sleep 0.2; ip -6 -o addr show dev h0 to 2001:db8::4
ip -6 route get 2001:db8::4:1
sleep 3; kill %1; wait; cat log
