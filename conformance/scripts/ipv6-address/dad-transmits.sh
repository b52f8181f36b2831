# dad_transmits and retrans_time_ms: how often and how far apart an address is asked for.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
sysctl -w net.ipv6.conf.h0.dad_transmits=3 net.ipv6.neigh.h0.retrans_time_ms=300
tcpdump -lni r0 -t 'icmp6 and ip6[40] == 135' 2>/dev/null & sleep 0.4
ip addr add 2001:db8::1/64 dev h0
sleep 2.5
ip -6 -o addr show dev h0 to 2001:db8::1
echo "- none"
sysctl -w net.ipv6.conf.h0.dad_transmits=0
ip addr add 2001:db8::2/64 dev h0
sleep 1.5
ip -6 -o addr show dev h0 to 2001:db8::2
kill %1; wait
