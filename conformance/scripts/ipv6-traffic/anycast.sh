# Anycast: the subnet's router address answers, from where.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
ip netns exec b sysctl -qw net.ipv6.conf.all.forwarding=1; sleep 0.3
p() { ip netns exec a ping -c 1 -W 1 "$@" | sed -n '2p;/packets/p'; }
ip netns exec b cat /proc/net/anycast6; ip -n b -6 route show table local type anycast
p 2001:db8::; p fe80::%va; ip -n a -6 neigh show | sed 's/REACHABLE\|STALE\|DELAY/STATE/' | sort
ip netns exec b sysctl -qw net.ipv6.anycast_src_echo_reply=1; p 2001:db8::
ip netns exec b sysctl -qw net.ipv6.icmp.echo_ignore_anycast=1; p 2001:db8::; p 2001:db8::b
ip -n b addr add 2001:db8:5::1/127 dev vb nodad; ip -n b addr add 2001:db8:6::1/128 dev vb nodad; ip -n b addr add 2001:db8:7::1/48 dev vb nodad; ip netns exec b cat /proc/net/anycast6; ip -n b addr del 2001:db8:7::1/48 dev vb
ip netns exec b sysctl -qw net.ipv6.conf.vb.forwarding=0; ip netns exec b cat /proc/net/anycast6; p 2001:db8::
