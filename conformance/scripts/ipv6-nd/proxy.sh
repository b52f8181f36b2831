# proxy_ndp: answering for others, with the delay.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
sysctl -qw net.ipv6.conf.h0.forwarding=1 net.ipv6.neigh.h0.proxy_delay=0
tcpdump -lni r0 -t -v 'icmp6 and ip6[40] == 136' 2>/dev/null & sleep 0.5
ns() { echo "- $1"; inject r0 ${mac:-33:33:ff:00:00:99} 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ${to:-ff02::1:ff00:99} 87000000 00000000 2001:db8::99 "0101 02:00:00:00:00:0b"; sleep 0.3; }
ns "nothing"
ip -6 neigh add proxy 2001:db8::99 dev h0; ip -6 neigh show proxy
ns "not switched on"
sysctl -w net.ipv6.conf.h0.proxy_ndp=1
# The group is joined by nobody: a packet socket that takes all multicast lets the frame in.
ip link set h0 allmulticast on
ns "by group"
mac=02:00:00:00:00:0a to=2001:db8::99 ns "unicast"
ip -6 neigh replace proxy 2001:db8::99 dev h0 router; ip -6 neigh show proxy
mac=33:33:00:00:00:01 to=ff02::1 ns "to all, as a router"
sysctl -qw net.ipv6.conf.h0.forwarding=0
mac=33:33:00:00:00:01 to=ff02::1 ns "not a router"
ip -6 neigh del proxy 2001:db8::99 dev h0; ip -6 neigh show proxy
kill %1; wait
