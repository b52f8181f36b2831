# Rules of many kinds, printed back, and mistakes in rules
nft add table inet f; nft add chain inet f c '{ type filter hook input priority 0; }'; nft add table ip t; nft add chain ip t c '{ type filter hook prerouting priority -100; }'; nft add table bridge b; nft add chain bridge b c;nft add table ip6 s; nft add chain ip6 s c
r() { nft add rule "$@" 2>&1; }
r inet f c icmp type echo-request
r inet f c ip saddr 10.0.0.0/8 tcp dport 22
r inet f c ip saddr 10.0.0.0/12
r ip t c ip saddr != 10.0.0.1-10.0.0.5
r ip t c tcp flags syn
r ip t c 'tcp flags & (syn|ack) == syn'
r ip t c 'tcp flags syn / fin,syn'
r ip t c tcp flags != syn
r ip t c tcp flags == syn
r ip t c tcp flags syn,ack
r ip t c ip dscp cs1
r ip t c ip saddr 1.2.3.4 ip daddr 5.6.7.8
r ip t c tcp sport 1 tcp dport 2
r ip t c tcp dport 1000-2000
r ip t c 'meta mark & 0xff == 0x10'
r ip t c meta mark set 'meta mark & 0xffffff00 | 5'
r ip t c 'ip saddr . tcp dport { 1.2.3.4 . 80 }'
r ip t c 'iifname "eth*"'
r ip t c 'iifname { eth0, "eth1" }'
r ip t c 'ip saddr { 10.0.0.0/8, 1.1.1.1 }'
r ip t c 'ip saddr { 10.0.0.0/24, 10.0.1.0/24 }'
r ip t c 'tcp dport { 20-30, 25-40 }'
r bridge b c ip saddr 1.2.3.4
r bridge b c ether saddr aa:bb:cc:dd:ee:ff
r bridge b c vlan id 5
r inet f c ether saddr aa:bb:cc:dd:ee:ff
r ip t c ip dscp set cs1
r ip t c ip ttl set 5
r inet f c reject
r inet f c tcp dport 5 reject with tcp reset
r inet f c reject with icmp type host-unreachable
r inet f c reject with icmpx type admin-prohibited
r ip6 s c ip6 saddr fe80::/10
r ip6 s c icmpv6 type nd-router-advert
r ip t c 'meta mark 0x1-0x5'
r ip t c 'tcp dport != { 1, 2 }'
r ip t c 'limit rate over 10 mbytes/second'
r ip t c 'ip protocol tcp'
r ip t c 'ip protocol tcp tcp dport 5'
r inet f c 'meta l4proto tcp th dport 5'
r inet f c 'ip protocol tcp tcp dport 5'
r ip t c 'log prefix "x" level info flags all'
r ip t c 'udp dport 53 counter comment "hi there"'
r ip t c 'meta mark != 5' 
r ip t c 'meta length > 100'
r ip t c 'ip length 5-100'
r ip t c 'meta pkttype broadcast'
r ip t c 'meta l4proto { tcp, udp } th dport { 53, 80 }'
r ip t c 'ip saddr vmap { 1.1.1.1 : jump c }'
r ip t c 'tcp dport http'
r ip t c 'tcp dport nosuch'
r ip t c 'ip saddr 300.1.1.1'
r ip t c 'ip saddr abc'
r ip t c 'ip6 saddr ::1'
r ip t c 'tcp dport 70000'
r ip t c 'tcp dport'
r ip t c 'foo bar'
r ip t c 'accept accept'
r ip t c 'meta iif lo' 
r ip t c 'iif nosuch'
r ip t c 'ip saddr @nosuch'
r ip t c 'ip saddr 1.2.3.4 udp dport 5 tcp dport 5'
r ip t c 'quota over 5 mbytes'
r ip t c 'numgen inc mod 3 1'
r ip t c 'meta skuid 0'
r ip t c 'meta time > 5'
r ip t c 'ip id 5'
r ip t c 'ip frag-off & 0x1fff != 0'
r ip t c 'meta mark set 0x5 counter accept'
r ip t c 'goto c'
r ip t c 'icmp code 1'
r ip t c 'icmp type { echo-reply, echo-request } accept'
r ip t c 'ip saddr != { 1.1.1.1, 2.2.2.2 } drop'
r ip t c 'tcp dport { 22 : accept }'
r ip t c 'tcp dport vmap { 22 : accept, 80-90 : drop }'
nft list ruleset
nft -n list chain ip t c
nft -a -s list table ip t
