# Values of all types, right and wrong.
t() { echo "\$ $*"; nft "$@" 2>&1 | head -3; }
r() { t "add rule inet t c $*"; }
nft add table inet t; nft add chain inet t c; nft add set inet t s '{ type ipv4_addr; }';  nft add set inet t p '{ type inet_service; }'; nft add set inet t iv '{ type ipv4_addr; flags interval; }'; nft add map inet t m '{ type ipv4_addr : mark; }'; nft add map inet t v '{ type inet_service : verdict; }'; nft add set inet t cc '{ type ipv4_addr . inet_service; }'; nft add map inet t mc '{ type ipv4_addr : counter; }'
r ip saddr @p
r ip saddr @cc
r ip saddr . tcp dport @s
r ip saddr . tcp dport @cc
r tcp dport . ip saddr @cc
r ip saddr vmap @m
r ip saddr vmap @v
r tcp dport vmap @v
r meta mark set ip saddr map @m
r meta mark set ip saddr map @s
r meta mark set ip saddr map @v
r meta mark set tcp dport map @m
r ip saddr '!=' @iv
r ip6 saddr @s
r ip saddr '<' @s
r ip saddr '==' @s
r counter name ip saddr map @mc
r counter name ip saddr map @m
r quota name ip saddr map @mc
r ip saddr 5
r ip saddr 0x0a000001
r ip saddr fd00::1
r ip6 saddr 10.0.0.1
r ip6 saddr 5
r ether saddr 5
r ip saddr tcp
r ip saddr 10.0.0.0/24
r ip saddr 10.0.0.5/24
r ip saddr 5/24
r ip saddr 10.0.0.1-10.0.0.1
r ip saddr 10.0.0.5-10.0.0.1
r ip saddr 10.0.0.1-fd00::1
r ip saddr 10.0.0.1,10.0.0.2
r ip saddr 10.0.0.1 . 80
r tcp dport 10.0.0.1
r tcp dport 70000
r tcp dport 65536
r tcp dport -1
r tcp dport 0x50
r tcp dport 080
r tcp dport http-https
r tcp dport 1-70000
r tcp dport 5-1
r tcp dport 80/12
r tcp dport 1,2
r tcp dport foo
r tcp dport 18446744073709551616
r ip ttl 256
r ip ttl foo
r ip protocol foo
r ip protocol 256
r ip protocol 255
r ip protocol icmpv6
r ip protocol ipv6-icmp
r meta l4proto icmpv6
r meta l4proto 300
r ip dscp 64
r ip dscp foo
r ip dscp cs1
r ip dscp cs1-cs7
r ip ecn foo
r ip ecn 4
r ip version 16
r vlan id 4096
r vlan id 4095
r vlan pcp 8
r vlan id 1-10
r ether type foo
r ether type 0x10000
r ether type ip6
r arp operation request
r icmp type foo
r icmp type 256
r icmp code foo
r icmpv6 type foo
r icmp type echo-request icmpv6 type echo-request
r meta mark foo
r meta mark 4294967296
r meta mark -1
r meta mark 1-5
r meta mark 5/8
r meta mark 1,2
r mark and 3 == 1
r mark '&' foo == 1
r mark '& 3 == foo'
r mark '& 4294967296 == 1'
r mark '| 1 == 1'
r mark '<< 32 == 2'
r mark '<< 33 == 2'
r mark '& (1|2) == 3'
r mark '& 1 | 2 == 3'
r ct state foo
r ct state new,foo
r ct state new-established
r ct state '{ new, established }'
r ct state '!= new'
r ct state '! new'
r ct state 'not new'
r ct state '! new,established'
r ct state '== new,established'
r ct state 64
r ct state 128
r ct state '& new == new'
r ct state '& new != 0'
r ct state 'new | established'
r tcp flags '! syn'
r tcp flags 'not syn'
r tcp flags '! syn,ack'
r tcp flags '!= syn'
r tcp flags '{ syn, ack }'
r tcp flags 'syn | ack'
r tcp flags '== syn,ack'
r tcp flags 'syn / syn,ack'
r tcp flags '! syn / syn,ack'
r tcp flags '!= syn / syn,ack'
r tcp flags '& syn == syn,ack'
r tcp flags 256
r tcp flags 255
r tcp flags foo
r ct direction foo
r ct direction 2
r ct status foo
r ct expiration foo
r ct expiration 10s
r ct expiration 10
r ct expiration 1s-5s
r ct mark foo
r ct l3proto foo
r ct l3proto ipv4
r ct protocol foo
r ct original protocol tcp
r ct original saddr 10.0.0.1
r ct zone foo
r ct zone 65536
r ct bytes foo
r ct bytes 5-10
r ct id foo
r iif foo
r iif 1
r iif 99
r iif lo-lo
r iif '"lo"'
r iif '!= lo'
r iifname foo
r iifname 1
r iifname abcdefghijklmnop
r iifname abcdefghijklmno
r iifname '"a b"'
r iifname lo-eth0
r iifname '{ lo, "eth*" }'
r iifname 'eth*'
r iifname '!= eth*'
r iifname 'lo,eth0'
r meta iiftype foo
r iiftype ether
r iiftype 65536
r skuid foo
r skuid root
r skuid 0-1000
r skuid 4294967296
r skgid foo
r pkttype foo
r pkttype 256
r pkttype host
r cpu 4294967296
r cpu foo
r iifgroup foo
r iifgroup default
r iifgroup 1
r cgroup foo
r rtclassid foo
r meta priority 1:2
r meta priority root
r meta priority 5
r meta nftrace 2
r meta nftrace foo
r meta nftrace exists
r meta hour foo
r meta hour '"10:00"'
r meta hour '"25:00"'
r meta hour 10
r meta hour '"10:00"-"12:00"'
r meta day foo
r meta day Sat
r meta day 7
r meta day '"Saturday"'
r meta time foo
r meta time '"2024-01-01"'
r meta time '"2024-13-01"'
r meta time 5
r meta protocol foo
r meta protocol ip
r meta nfproto foo
r meta nfproto ipv4
r meta length 4294967296
r meta random 5
r meta ipsec exists
r meta secpath exists
r meta ibrname foo
r meta iifkind '"veth"'
r fib daddr type foo
r fib daddr type local,unicast
r fib saddr oif foo
r fib daddr type 20
r @nh,0,8 256
r @nh,0,8 foo
r @nh,0,8 5
r numgen inc mod 2 5
r numgen inc mod 2 1
r numgen inc mod 4 1-2
