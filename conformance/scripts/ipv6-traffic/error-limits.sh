# Rate limits of ICMPv6 errors.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
udp() { ip netns exec a inject va 02:00:00:00:00:0b 02:00:00:00:00:0a 86dd 60000000 0000 11 40 ${from:-2001:db8::a} 2001:db8::b 1111 2222 000c 0000 61626364; }
ip -n b -6 neigh add 2001:db8::a lladdr 02:00:00:00:00:0a dev vb; ip -n b -6 neigh add 2001:db8::c lladdr 02:00:00:00:00:0a dev vb
count() { ip netns exec b awk '/OutDestUnreachs|RateLimit/ {print $2}' /proc/net/snmp6 | tr '\n' ' '; echo; }
ip netns exec b sysctl -qw net.ipv6.icmp.ratelimit=4000
for i in 1 2 3 4 5 6 7 8 9 10; do udp; done; sleep 0.3; count
for i in 1 2 3; do from=2001:db8::c udp; done; sleep 0.3; count
ip netns exec b sysctl -qw net.ipv6.icmp.ratelimit=0; for i in 1 2 3 4 5 6 7 8 9 10; do udp; done; sleep 0.3; count
ip netns exec b sysctl -qw net.ipv6.icmp.ratelimit=4000 net.ipv6.icmp.ratemask=2-127; for i in 1 2 3 4 5 6 7 8 9 10; do udp; done; sleep 0.3; count
