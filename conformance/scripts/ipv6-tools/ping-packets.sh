# What ping -6 sends: flow label, traffic class, hop limit, identifier, pattern, own source.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
ip netns exec b tcpdump -lni vb -t -v 'icmp6 and ip6[40] == 128' 2>/dev/null > log & sleep 0.5
p() { ip netns exec a ping -c 1 -W 1 -e 7 -s 8 -p 55 "$@" > /dev/null; sleep 0.1; }
p 2001:db8::b; p -F 0x12345 2001:db8::b; p -Q 0x2c 2001:db8::b; p -t 3 2001:db8::b; p -I fe80::ff:fe00:a fe80::ff:fe00:b%va; p -I va ff02::1; p -t 5 ff02::1%va
ip -n a addr add 2001:db8::aa/64 dev va nodad; p -I 2001:db8::aa 2001:db8::b; p -I 2001:db8::a 2001:db8::b
ip netns exec a sysctl -qw net.ipv6.auto_flowlabels=0 net.ipv6.conf.va.hop_limit=9; p 2001:db8::b
kill %1; wait; grep -v 0x00 log
