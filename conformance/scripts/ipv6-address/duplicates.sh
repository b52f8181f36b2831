# Duplicate addresses: what the kernel does with tentative, failed, permanent and dynamic ones.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
sleep 2.4
na() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 88000000 20000000 $1 0201 02:00:00:00:00:0b; }
ns() { inject r0 33:33:ff:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff :: ff02::1:ff00:$2 87000000 00000000 $1; }
echo "- somebody answers"
ip monitor address > log & sleep 0.3
ip addr add 2001:db8::1/64 dev h0; na 2001:db8::1; sleep 0.2
ip -6 addr show dev h0 scope global
ip -6 route show; ip -6 route show table local dev h0
echo "- somebody asks at the same time"
ip addr add 2001:db8::2/64 dev h0; sleep 0.1; inject r0 33:33:ff:00:00:02 02:00:00:00:00:0b 86dd 60000000 0000 3a ff :: ff02::1:ff00:2 87000000 00000000 2001:db8::2; sleep 0.2
ip -6 addr show dev h0 dadfailed
echo "- one with a life time goes"
ip addr add 2001:db8::3/64 dev h0 valid_lft 1000 preferred_lft 1000; na 2001:db8::3; sleep 0.2
ip -6 addr show dev h0 to 2001:db8::3
echo "- too late: it is in use"
ip addr add 2001:db8::4/64 dev h0 nodad; na 2001:db8::4; sleep 0.2
ip -6 addr show dev h0 to 2001:db8::4
echo "- what can be done with a failed one"
ping -6 -c 1 -W 1 -I 2001:db8::1 2001:db8::9
ip addr change 2001:db8::1/64 dev h0; echo $?
ip -6 addr show dev h0 to 2001:db8::1
ip addr del 2001:db8::1/64 dev h0; echo $?
ip addr add 2001:db8::1/64 dev h0; sleep 2.4; ip -6 addr show dev h0 to 2001:db8::1
ip link set h0 down; ip link set h0 up; sleep 2.4
ip -6 addr show dev h0 scope global
kill %1; wait; sed 's/_lft [0-9]*sec/_lft Nsec/g' log
