# Multicast listener reports: joining and leaving, version 1, queries.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
# reports are sent twice, at random times within these milliseconds: before the next step begins
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1 net.ipv6.conf.h0.mldv1_unsolicited_report_interval=100 net.ipv6.conf.h0.mldv2_unsolicited_report_interval=100
ip link set r0 up; ip link set h0 up; sleep 2.4
tcpdump -lni r0 -t -v 'ip6[6] == 0' 2>/dev/null > log & sleep 0.5
say() { sleep 1.4; echo "- $1" >> log; }
say "an address"; ip addr add 2001:db8::1234/64 dev h0 nodad
say "it goes"; ip addr del 2001:db8::1234/64 dev h0
say "a general query"; inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 00 01 fe80::b ff02::1 3a00 0502 0000 0100 8200 0000 00640000 :: 02 7d 0000
say "about one group"; inject r0 33:33:ff:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 00 01 fe80::b ff02::1:ff00:a 3a00 0502 0000 0100 8200 0000 00640000 ff02::1:ff00:a 02 7d 0000
say "version 1"; sysctl -qw net.ipv6.conf.h0.force_mld_version=1; ip addr add 2001:db8::4321/64 dev h0 nodad
say "it goes"; ip addr del 2001:db8::4321/64 dev h0
say "a query of version 1"; sysctl -qw net.ipv6.conf.h0.force_mld_version=0; inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 00 01 fe80::b ff02::1 3a00 0502 0000 0100 8200 0000 00640000 ::
say "an address after that"; ip addr add 2001:db8::5678/64 dev h0 nodad
sleep 1.5; kill %1; wait; grep -v '^$' log | sort -u
