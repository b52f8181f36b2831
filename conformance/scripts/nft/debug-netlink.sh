# what nft --debug=netlink prints: expressions, sets and elements as they are sent, and as the kernel tells of them
ip link add veth0 type veth peer name veth1
nft add table inet t; nft 'add chain inet t c { type filter hook input priority 0; }'; nft 'add chain inet t n { type nat hook postrouting priority 0; }'; nft 'add chain inet t d { type nat hook prerouting priority 0; }'; nft add chain inet t x; nft add chain inet t pre '{ type filter hook prerouting priority 0; }'
nft 'add set inet t s { type ipv4_addr; flags dynamic, timeout; }'; nft 'add set inet t s2 { type ipv4_addr; }';nft 'add map inet t m { type ipv4_addr : mark; flags dynamic; }'
nft add counter inet t k; nft add quota inet t q 10 mbytes; nft add limit inet t l rate 1/second
nft add table ip r; nft add chain ip r c; nft add chain ip r p '{ type filter hook prerouting priority 0; }'; nft add table netdev e; nft add chain netdev e c '{ type filter hook ingress device veth0 priority 0; }';  nft add table arp a; nft add chain arp a c
a() { nft --debug=netlink add rule "$@" 2>&1; }
a inet t c ip saddr 1.1.1.1 tcp dport 80 counter accept
a inet t c ip saddr 10.0.0.0/8 ip daddr != 10.1.0.0/17 drop
a inet t c tcp dport 1-100 jump x
a inet t c tcp dport != 1-100 goto x
a inet t c tcp dport { 1, 2, 5-9 } return
a inet t c tcp dport vmap { 1 : accept, 2 : jump x }
a inet t c ip saddr @s2 continue
a inet t c ip saddr != @s2 log prefix '"hello "' level debug flags all
a inet t c log
a inet t c log group 3 snaplen 50 queue-threshold 7
a inet t c ct state established,related ct mark 5 accept
a inet t c ct original ip saddr 1.1.1.1 ct status snat
a inet t c meta mark set 5 ct mark set meta mark
a inet t c meta mark and 0xff == 5
a inet t c meta mark set meta mark or 5
a inet t c meta mark set meta mark lshift 2
a inet t c limit rate 5/minute burst 7 packets
a inet t c limit rate over 5 kbytes/second
a inet t c quota over 5 mbytes
a inet t c reject
a inet t c reject with tcp reset
a inet t c iifname '"eth*"' oifname '"lo"'
a inet t c iif lo meta length '>' 50
a inet t c add @s '{' ip saddr timeout 5s limit rate 1/second '}'
a inet t c update @m '{' ip saddr : 5 '}'
a inet t c counter name k quota name q limit name l
a inet t c counter name tcp dport map { 1 : k }
a inet t c fib saddr . iif oif missing
a inet t c fib daddr type local
a inet t c numgen random mod 5 1
a inet t c meta mark set numgen inc mod 5 offset 3
a inet t c meta mark set jhash ip saddr . tcp dport mod 5 seed 7 offset 2
a inet t c meta mark set symhash mod 4
a inet t c rt classid 5
a inet t c tcp flags syn / syn,ack
a inet t c tcp option maxseg size 1000
a inet t c tcp option sack-perm exists
a inet t c tcp option maxseg size set 1200
a inet t c reset tcp option sack-perm
a inet t c exthdr frag exists
a inet t c frag more-fragments 1
a inet t c ip option ra value 1
a inet t c ip ttl set 5
a inet t c ip dscp set 5
a inet t c tcp dport set 50
a inet t c ct count over 5
a inet t c ct zone set 5
a inet t pre notrack
a inet t c icmp type echo-request icmpv6 type echo-request
a inet t c ip saddr . tcp dport { 1.1.1.1 . 5 }
a inet t c socket mark 5
a inet t n masquerade random
a inet t n meta l4proto tcp masquerade to :5-10
a inet t n ip saddr 1.1.1.1 snat ip to 2.2.2.2-2.2.2.9 persistent
a inet t d tcp dport 5 redirect to 6
a inet t d ip saddr 1.1.1.1 tcp dport 5 dnat ip to 2.2.2.2:8
a ip r c dup to 1.1.1.1 device veth0
a netdev e c fwd to veth0
a netdev e c fwd ip to 1.1.1.1 device veth0
a netdev e c dup to veth0
a netdev e c vlan id 5 ether saddr 00:01:02:03:04:05
a arp a c arp operation request arp saddr ip 1.1.1.1
a inet t c '@th,16,16' 5
a inet t c ip saddr 1.1.1.1 comment '"hi there"'
a inet t c meta time '>' 1700000000 meta hour '"10:00"'-'"11:00"'
a inet t c ct label 5 ct helper '"ftp"'
a inet t c meta nftrace set 1
a inet t c ip6 saddr fd00::/64 ip6 daddr ::1
a inet t c jump '{' tcp dport 1 accept ';' drop ';' '}'
nft flush ruleset
D="--debug=netlink"
nft $D add table ip t
nft $D add chain ip t c; nft $D "add set ip t s { type ipv4_addr; size 5; elements = { 1.1.1.1 } }"
nft $D 'add set ip t si { type ipv4_addr; flags interval; elements = { 1.0.0.0/8, 2.2.2.2 } }'
nft $D 'add set ip t sc { type ipv4_addr . inet_service; flags interval; elements = { 1.0.0.0/8 . 1-5, 2.2.2.2 . 9 } }'
nft $D 'add map ip t m2 { typeof ip saddr : meta mark; counter; elements = { 1.1.1.1 comment "foo" : 5 } }'
nft $D 'add counter ip t k'
nft $D 'add quota ip t q 5 mbytes'
nft $D 'add limit ip t l { rate 5/second; }'
nft $D 'add map ip t o { type ipv4_addr : counter; elements = { 1.1.1.1 : "k" } }'
nft $D 'add rule ip t c ip saddr 1.1.1.1 counter accept comment "hey"'
nft $D 'add rule ip t c tcp dport { 1-5, 9 } drop'
echo == list; nft $D list ruleset
echo == table; nft $D list table ip t
echo == chain; nft $D list chain ip t c
echo == set; nft $D list set ip t s
echo == tables; nft $D list tables
echo == chains; nft $D list chains
echo == counters; nft $D list counters
echo == del; nft $D delete rule ip t c handle 99
nft $D delete rule ip t c handle $(nft -a list chain ip t c | sed -n 's/.*hey.*handle //p')
nft $D replace rule ip t c handle $(nft -a list chain ip t c | sed -n 's/.*drop # handle //p' | head -1) drop
nft $D flush chain ip t c
nft $D delete chain ip t c
nft $D flush ruleset
nft --debug=foo list tables
nft --debug=foo list tables; nft --debug
