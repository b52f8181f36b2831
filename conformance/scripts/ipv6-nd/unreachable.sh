# Neighbours that nobody is: the errors, and what waits for them.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
ip netns exec a ping -c 4 -i 0.3 -W 4 2001:db8::c; ip -n a -6 neigh show to 2001:db8::c
ip netns exec a sysctl -qw net.ipv6.neigh.va.retrans_time_ms=100 net.ipv6.neigh.va.mcast_solicit=2; time=$(date +%s%N); ip netns exec a ping -c 1 -W 3 2001:db8::d | sed -n '2p;/packets/p'
ip -n a -6 neigh add 2001:db8::e lladdr 02:00:00:00:00:ee dev va nud stale; ip netns exec a sysctl -qw net.ipv6.neigh.va.delay_first_probe_time=1; ip netns exec a ping -c 6 -i 0.5 -W 1 2001:db8::e | sed -n '2,6p;/packets/p'; ip -n a -6 neigh show to 2001:db8::e
ip netns exec a awk '/Icmp6(In|Out)DestUnreachs|Ip6OutNoRoutes/' /proc/net/snmp6
