# Redirects sent by a router and taken by a host: the route, the neighbour, what is refused.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n a addr add 2001:db8:a::2/64 dev va nodad; ip -n r addr add 2001:db8:a::1/64 dev ra nodad
ip -n a link set va up; ip -n r link set ra up
ip -n a -6 route add default via fe80::ff:fe00:10a dev va
ip -n r -6 route add 2001:db8:f::/48 via fe80::99 dev ra
ip -n r -6 neigh add fe80::99 lladdr 02:00:00:00:00:99 dev ra nud permanent
ip -n r -6 neigh add 2001:db8:a::77 lladdr 02:00:00:00:00:77 dev ra nud permanent
sleep 2.4
ip netns exec r tcpdump -lni ra -t -vv 'icmp6 and ip6[40] == 137' 2>/dev/null > log & sleep 0.5
ip netns exec a ping -c 1 -W 0.3 -e 7 2001:db8:f::1 | head -4
ip -n a -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/'
ip -n a -6 route get 2001:db8:f::1 | sed 's/expires [0-9]*sec/expires Nsec/'
ip -n a -6 neigh show | sort
ip netns exec a ping -c 1 -W 0.3 -e 7 2001:db8:f::1 | tail -2
kill %1; wait; grep -v 0x log
awk '/Redirect/ && $2 > 0' /proc/net/snmp6; ip netns exec r awk '/Redirect/ && $2 > 0' /proc/net/snmp6; ip netns exec a awk '/Redirect/ && $2 > 0' /proc/net/snmp6
ip -n a -6 route flush cache; ip -n a -6 route show cache
echo "- not with accept_redirects 0"
ip netns exec a sysctl -qw net.ipv6.conf.va.accept_redirects=0; sleep 1
ip netns exec a ping -c 1 -W 0.3 -e 7 2001:db8:f::2 | tail -2; ip -n a -6 route show cache
