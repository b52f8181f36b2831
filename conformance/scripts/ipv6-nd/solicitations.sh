# Solicitations that are answered and that are not.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
tcpdump -lni r0 -t -v 'icmp6 and ip6[40] == 136' 2>/dev/null & sleep 0.5
ns() { echo "- $1"; inject r0 $2 02:00:00:00:00:0b 86dd 60000000 0000 3a ${hops:-ff} $3 $4 87${code:-00}0000 00000000 $5 $6; sleep 0.2; }
group=33:33:ff:00:00:0a
ns "by group" $group fe80::b ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b"
ns "unicast, without an address" 02:00:00:00:00:0a fe80::b 2001:db8::a 2001:db8::a
ns "duplicate check" $group :: ff02::1:ff00:a 2001:db8::a
ns "duplicate check with an address" $group :: ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b"
ns "duplicate check to all" 33:33:00:00:00:01 :: ff02::1 2001:db8::a
ns "to all nodes" 33:33:00:00:00:01 fe80::b ff02::1 2001:db8::a "0101 02:00:00:00:00:0b"
ns "another target" $group fe80::b ff02::1:ff00:a 2001:db8::b "0101 02:00:00:00:00:0b"
ns "a multicast target" $group fe80::b ff02::1:ff00:a ff02::1 "0101 02:00:00:00:00:0b"
hops=40 ns "hop limit" $group fe80::b ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b"
code=01 ns "code" $group fe80::b ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b"
ns "long option" $group fe80::b ff02::1:ff00:a 2001:db8::a "0102 02:00:00:00:00:0b 00*8"
ns "global source" $group 2001:db8::77 ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:77"
ns "nonce" $group fe80::b ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b 0e01 010203040506"
sysctl -qw net.ipv6.conf.h0.forwarding=1
ns "as a router" $group fe80::b ff02::1:ff00:a 2001:db8::a "0101 02:00:00:00:00:0b"
kill %1; wait; ip -6 neigh show | sort
