# fields that stand side by side are compared together, raw bytes are listed as the fields that they are
nft add table ip t; nft add chain ip t c; nft add table inet i; nft add chain inet i c; nft add table bridge b; nft add chain bridge b c
a() { echo "-- $*"; nft --debug=netlink add rule "$@" 2>&1 | grep 'payload\|cmp\|Err'; }
a ip t c tcp sport 1 tcp dport 2
a ip t c tcp dport 2 tcp sport 1
a ip t c tcp sport != 1 tcp dport != 2
a ip t c tcp sport == 1 tcp dport 2
a ip t c tcp sport 1 tcp dport != 2
a ip t c tcp sport '>' 1 tcp dport '>' 2
a ip t c ip saddr 1.1.1.1 ip daddr 2.2.2.2
a ip t c ip saddr 1.1.1.1 ip daddr 2.2.2.0/24
a ip t c ip saddr 1.1.1.1 tcp sport 5 ip daddr 2.2.2.2 tcp dport 6 ip protocol tcp ip ttl 5 ip checksum 7
a ip t c ip saddr 1.1.1.1 counter ip daddr 2.2.2.2
a ip t c ip saddr 1.1.1.1 counter ip daddr 2.2.2.2 counter tcp sport 5 counter tcp dport 7
a ip t c tcp sport 1 tcp dport { 2 }
a ip t c tcp sport 1 tcp dport { 2, 3 } tcp dport 4
a ip t c tcp sport 1 tcp dport 2-5
a ip t c tcp sequence 1 tcp ackseq 5 tcp sport 9 tcp dport 8 tcp flags syn tcp window 9 tcp checksum 7 tcp urgptr 7
a ip t c icmp type echo-request icmp code 0
a ip t c icmp type echo-request icmp id 5 icmp sequence 7
a ip t c udp length 9 udp dport 8 accept
a ip t c ip version 4 ip hdrlength 5 ip dscp 3
a inet i c ip6 saddr ::1 ip6 daddr ::2
a inet i c ip6 hoplimit 5 ip6 nexthdr 6 ip6 length 7
a bridge b c ether saddr 00:01:02:03:04:05 ether daddr 00:01:02:03:04:06 ether type ip
a bridge b c ether daddr 00:01:02:03:04:06 ip saddr 1.1.1.1 ip daddr 2.2.2.2
a bridge b c vlan id 5 ether saddr 00:01:02:03:04:05
a bridge b c vlan id 5 vlan type ip ip saddr 1.1.1.1
a bridge b c arp htype 1 arp ptype ip arp operation request
a ip t c @nh,96,32 0x01010101
a ip t c @nh,96,64 0x0101010102020202
a ip t c @th,0,16 5
a ip t c @th,0,32 5
a ip t c ip protocol tcp @th,16,16 5
a ip t c ip protocol tcp @th,0,32 5
a ip t c ip protocol udp @th,32,16 5
a ip t c @nh,0,8 0x45
a ip t c @nh,8,8 5
a ip t c @nh,72,8 6
a ip t c @nh,72,8 6 tcp dport 5
a ip t c meta l4proto tcp @th,104,8 2
a ip t c meta l4proto tcp @th,100,4 2
a ip t c @ll,0,48 5
a inet i c @nh,96,32 0x01010101
a inet i c meta nfproto ipv4 @nh,96,32 0x01010101
a inet i c ip saddr 1.1.1.1 @nh,128,32 0x01010101
a ip t c @nh,96,32 != 0x01010101
a ip t c @nh,96,32 1-5
a ip t c @nh,96,24 0x010101
a ip t c @nh,97,3 1
a ip t c @nh,96,32 set 0x01010101
a ip t c meta mark set @nh,96,32
a ip t c meta l4proto { tcp, udp } @th,16,16 5
a bridge b c @ll,0,48 5 @ll,96,16 0x800
a bridge b c @ll,96,16 0x806
nft list ruleset
nft flush ruleset
nft add table ip t; nft add chain ip t c; nft add table inet i; nft add chain inet i c; nft add table bridge b; nft add chain bridge b c
a() { echo "-- $*"; nft --debug=netlink add rule "$@" 2>&1 | grep 'payload\|cmp\|Err'; }
a bridge b c arp operation request arp saddr ether 00:01:02:03:04:05
a bridge b c arp saddr ether 00:01:02:03:04:05 arp saddr ip 1.1.1.1
a bridge b c arp saddr ether 00:01:02:03:04:05 arp saddr ip 1.1.1.1 arp daddr ether 00:01:02:03:04:05
a bridge b c arp operation request arp saddr ether 00:01:02:03:04:05 arp saddr ip 1.1.1.1
a ip t c ip protocol 6 ip checksum 5
a ip t c ip ttl 6 ip protocol 5
a ip t c tcp sport 1 tcp dport 2 tcp sequence 5
a inet i c ip6 hoplimit 5 ip6 saddr ::1
nft flush ruleset
nft add table bridge b; nft add chain bridge b c
a() { echo "-- $*"; nft --debug=netlink add rule "$@" 2>&1 | grep 'payload\|cmp\|Err\|meta'; }
a bridge b c vlan id 5 counter ether saddr 00:01:02:03:04:05
a bridge b c ether saddr 00:01:02:03:04:05 vlan id 5
a bridge b c ether type vlan counter ether saddr 00:01:02:03:04:05
a bridge b c arp operation 1 
a bridge b c ip saddr 1.1.1.1
a bridge b c ip6 saddr ::1
a bridge b c icmp type 8
a bridge b c vlan id 5 arp operation 1
a bridge b c vlan id 5 ip saddr 1.1.1.1
nft list ruleset
nft flush ruleset
ip link add veth0 type veth peer name veth1
nft add table netdev e; nft add chain netdev e c '{ type filter hook ingress device veth0 priority 0; }'
nft add table inet i; nft add chain inet i c
a() { echo "-- $*"; nft --debug=netlink add rule "$@" 2>&1 | grep 'payload\|cmp\|Err\|meta\|lookup'; }
a netdev e c ether type ip counter
a netdev e c ether saddr 00:01:02:03:04:05
a netdev e c ether saddr 00:01:02:03:04:05 ip saddr 1.1.1.1
a netdev e c ip saddr 1.1.1.1
a netdev e c vlan id 5 ip saddr 1.1.1.1
a netdev e c arp operation 1
a netdev e c tcp dport 5
a netdev e c ip6 saddr ::1 tcp dport 5
a netdev e c icmp type 8
a netdev e c ether saddr { 00:01:02:03:04:05, 00:01:02:03:04:06 }
a netdev e c ether type vlan vlan id 7
a netdev e c meta protocol ip tcp dport 7
a netdev e c vlan pcp 5 vlan id 7
a inet i c ether saddr 00:01:02:03:04:05
a inet i c ether saddr 00:01:02:03:04:05 ether type ip
a inet i c ether saddr 00:01:02:03:04:05 ip saddr 1.1.1.1
a inet i c vlan id 5
a inet i c @th,16,16 { 5, 6 }
a inet i c @th,16,16 vmap { 5 : accept }
a inet i c meta mark set @th,16,16 map { 5 : 7 }
nft list ruleset
nft -j list ruleset
