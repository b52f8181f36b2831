# What fields, translations and sets mean in each family.
t() { echo "\$ $*"; nft "$@" 2>&1 | head -${H:-6}; }
r() { f=$1; shift; nft flush chain $f t c; t "add rule $f t c $*"; nft list chain $f t c | sed -n '3,$p' | head -1; }
for f in ip ip6 inet bridge netdev arp; do nft add table $f t; nft add chain $f t c; done
t -a list tables
t -a list chains
t -a 'list tables; list ruleset'
t -at 'list tables'
t -at -a 'list ruleset; list tables'
r ip ct original saddr 10.0.0.1
r ip6 ct original saddr fd00::1
r inet meta nfproto ipv4 ct original saddr 10.0.0.1
r ip ct original proto-src 80;  r ip tcp dport 1 ct original proto-src 80
r ip meta l4proto tcp ct reply proto-dst 80
r ip ct original protocol tcp ct original proto-src 80
r inet snat to 10.0.0.3
r inet dnat to 10.0.0.3
r inet snat to fd00::1
r inet tcp dport 80 dnat to :80
r inet snat ip to 10.0.0.1
r bridge snat to 10.0.0.1
r inet masquerade
r bridge masquerade
r arp redirect
r netdev redirect to :80
r ip meta nfproto ipv4
r bridge meta nfproto ipv4
r netdev meta nfproto ipv4
r arp meta nfproto ipv4
r arp tcp dport 1
r arp ip saddr 1.1.1.1
r arp icmp type 1
r arp ether saddr 2:0:0:0:0:1
r arp meta l4proto tcp
r arp ct state new
r ip arp operation request
r ip6 arp operation request
r ip ip6 saddr ::1
r ip6 ip saddr 1.1.1.1
r ip vlan id 1
r inet vlan id 1
r ip ether type arp
r ip icmpv6 type 1
r ip6 icmp type 1
r inet icmp type 1 ip6 saddr ::1
r inet ip saddr 1.1.1.1 ip6 saddr ::1
r inet tcp dport 1 udp dport 1
r inet ip protocol tcp udp dport 1
r inet meta l4proto tcp udp dport 1
r inet ip6 nexthdr tcp udp dport 1
r inet ip saddr '< { 1.1.1.1 }'
r inet ip saddr '> 1.1.1.1-1.1.1.3'
r inet ip saddr '>= 1.1.1.0/24'
r inet tcp dport '< 1,2'
r inet ip saddr '< 10.0.0.1'
r inet meta mark set meta mark and 0xff or 3
r inet meta mark set 'mark & 3'
r inet ct mark set meta mark
r inet meta mark set 'ct mark & 0xffff'
r inet meta mark set 'mark ^ 5'
r inet meta mark set 'mark | 5'
r inet ct mark set 'mark or 5'
r inet icmp type echo-request
r inet icmpv6 type echo-request
r inet icmp code net-unreachable
r inet icmp id 5
r inet icmp sequence 5
r inet icmp mtu 5
r inet icmp gateway 5
r inet icmpv6 id 5
r inet icmpv6 mtu 5
r inet icmpv6 max-delay 5
r inet icmp type echo-request icmp id 5
r inet igmp type 17
r inet igmp mrt 5
r inet igmp mrt 1s
for x in 'flags interval, dynamic' 'flags dynamic' 'flags dynamic,timeout' 'flags constant,interval' 'flags interval,timeout' 'flags constant,dynamic' 'size 0' 'size 1' 'timeout 1s' 'gc-interval 5s' 'policy memory' 'flags interval; auto-merge' 'counter' 'flags interval; counter' 'quota 5 bytes' 'limit rate 1/second' 'flags dynamic; limit rate 1/second' 'flags timeout; gc-interval 1s; timeout 30s'; do t "add set ip t x { type ipv4_addr; $x; }"; t list set ip t x; t delete set ip t x;  t "add map ip t y { type inet_service : verdict; $x; }"; t list map ip t y; t delete map ip t y; t "add map ip t y { type inet_service . mark : mark; $x; }"; t list map ip t y; t delete map ip t y;  t "add map ip t y { type inet_service : counter; $x; }"; t list map ip t y; t delete map ip t y; done
