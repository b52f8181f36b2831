# what a rule says of protocols: for reject and translations, and when it goes without saying in a listing
t() { nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
for f in ip inet; do nft add table $f t; nft add chain $f t c '{ type filter hook input priority 0; }'; nft add chain $f t n '{ type nat hook prerouting priority 0; }';
t add rule $f t c 'ip saddr 1.1.1.1 reject with tcp reset'
t add rule $f t c 'iif lo counter reject with tcp reset'
t add rule $f t c 'iif lo reject with icmp type host-unreachable'
t add rule $f t c 'iif lo ip6 saddr ::1 reject with icmp type host-unreachable'
t add rule $f t c 'meta protocol arp reject'
t add rule $f t c 'ip protocol udp reject with tcp reset'
t add rule $f t c 'iif lo udp dport 1 reject with tcp reset'
t add rule $f t n 'dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 } : tcp dport map { 1 : 2 }'
t add rule $f t n 'tcp dport 1 dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 } : tcp dport map { 1 : 2 }'
t add rule $f t n 'meta l4proto { tcp, udp } dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 } : th dport map { 1 : 2 }'
done
nft list ruleset
nft flush ruleset
nft add table inet t; nft add chain inet t c;  nft add chain inet t n '{ type nat hook prerouting priority 0; }'; f=inet
t add rule $f t c 'iif lo ip saddr 1.1.1.1 reject with icmpv6 type no-route'
t add rule $f t c 'iif lo meta nfproto ipv6 reject with icmp type host-unreachable'
t add rule $f t c 'iif lo meta l4proto icmp reject with tcp reset'
t add rule $f t n 'dnat ip to 1.1.1.1 : th dport map { 1 : 2 }'
t add rule $f t n 'meta l4proto { tcp, udp } dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'meta l4proto { tcp, icmp } dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'meta l4proto 6-17 dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'meta l4proto != 17 dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'ip protocol { tcp, udp } dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'th dport 80 dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'th dport { 80, 81 } dnat ip to 1.1.1.1 : 80'
t add rule $f t n 'th dport { 80, 81 } redirect to : 80'
nft list ruleset
nft flush ruleset
nft add table ip t; nft add chain ip t c; nft add table inet t; nft add chain inet t c
for f in ip inet; do for r in 'meta l4proto tcp counter tcp dport 80' 'meta l4proto tcp log tcp dport 80' 'meta l4proto tcp meta mark set 1 tcp dport 80' 'meta nfproto ipv4 counter ip saddr 1.1.1.1' 'meta l4proto tcp limit rate 1/second tcp dport 80' 'meta l4proto tcp ct mark set 1 tcp dport 80' 'meta l4proto tcp counter reject with tcp reset' 'meta l4proto tcp log reject with tcp reset' 'meta l4proto tcp tcp dport 80 reject with tcp reset' 'meta l4proto tcp meta mark set 1 reject with tcp reset' 'meta l4proto tcp notrack tcp dport 80' 'meta l4proto tcp ip ttl set 5 tcp dport 80'; do nft add rule $f t c $r; done; done
nft list ruleset
