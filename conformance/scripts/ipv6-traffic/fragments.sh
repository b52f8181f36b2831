# Fragmentation and reassembly: sizes, overlaps, order, time-out, limits.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; sleep 2.4
ip netns exec a ping -c 1 -W 1 -s 3000 2001:db8::b | sed -n '2p;/packets/p'; ip netns exec a ping -c 1 -W 1 -s 65487 2001:db8::b | sed -n '2p;/packets/p'; ip netns exec a ping -c 1 -s 65528 2001:db8::b 2>&1 | tail -1
ip netns exec b awk '/Reasm|Frag/' /proc/net/snmp6
ip netns exec a tcpdump -lni va -t 'icmp6 and ip6[40] != 135 and ip6[40] != 136 and ip6[40] != 133 and ip6[40] != 143' 2>/dev/null >> log & sleep 0.5
frag() { ip netns exec b inject vb 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 2c 40 2001:db8::b 2001:db8::a "$@"; }
say() { sleep 0.2; echo "- $1" | tee -a log; }
say "in order"; frag 3a00 0001 00000001 8000 28d1 0007 0001 0000000000000000; frag 3a00 0010 00000001 00*16
say "the other way round"; frag 3a00 0010 00000002 00*16; frag 3a00 0001 00000002 8000 28d1 0007 0001 0000000000000000
say "twice the same"; frag 3a00 0001 00000003 8000 28d1 0007 0001 0000000000000000;  frag 3a00 0001 00000003 8000 28d1 0007 0001 0000000000000000; frag 3a00 0010 00000003 00*16
say "overlapping"; frag 3a00 0001 00000004 8000 28d1 0007 0001 0000000000000000; frag 3a00 0009 00000004 00*16; frag 3a00 0010 00000004 00*16
say "length no multiple of 8"; frag 3a00 0001 00000005 8000 28d1 0007 0001 00000000000000
say "beyond 65535"; frag 3a00 fff8 00000006 00*16
say "only one, whole"; frag 3a00 0000 00000007 8000 28d1 0007 0001 00*8 00*16
say "empty"; frag 3a00 0010 00000009
say "two ends"; frag 3a00 0010 0000000a 00*16; frag 3a00 0018 0000000a 00*8
say "time-out"; frag 3a00 0001 0000000b 8000 28d1 0007 0001 0000000000000000
ip netns exec a sysctl -qw net.ipv6.ip6frag_time=1; frag 3a00 0001 0000000c 8000 28d1 0007 0001 0000000000000000; frag 3a00 0010 0000000d 00*16
sleep 1.5; kill %1; wait; cat log
ip netns exec a awk '/Reasm|Frag|ParmProb|TimeEx/' /proc/net/snmp6
