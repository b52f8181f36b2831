# ndisc_notify and force_tllao: announcing addresses.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
tcpdump -lni r0 -t -v 'icmp6 and ip6[40] == 136' 2>/dev/null & sleep 0.5
ip addr add 2001:db8::1/64 dev h0 nodad; sleep 0.2
sysctl -w net.ipv6.conf.h0.ndisc_notify=1
ip addr add 2001:db8::2/64 dev h0 nodad; sleep 0.2
ip addr add 2001:db8::3/64 dev h0; sleep 2.4
echo "- nobody is asked whether he has it"
sysctl -qw net.ipv6.conf.h0.accept_dad=0
ip addr add 2001:db8::5/64 dev h0; sleep 0.3
sysctl -qw net.ipv6.conf.h0.accept_dad=1
echo "- another link-layer address"
ip link set h0 address 02:00:00:00:00:1a; sleep 0.3
echo "- as a router, by conf/all"
sysctl -qw net.ipv6.conf.h0.ndisc_notify=0 net.ipv6.conf.all.ndisc_notify=1 net.ipv6.conf.h0.forwarding=1
ip addr add 2001:db8::4/64 dev h0 nodad; sleep 0.3
kill %1; wait
