# nft -j: listings of every kind, echoes, errors
ip link add vv0 type veth peer name vv1
nft -f - <<'X'
table ip t { comment "cc"
 counter c1 { packets 3 bytes 5; }
 counter c2 { comment "two"; packets 30 bytes 50; }
 quota q1 { 25 mbytes used 5 kbytes; }
 limit l1 { rate 10/second; }
 set s1 { type ipv4_addr; flags interval; elements = { 1.2.3.4, 10.0.0.0/8, 192.168.0.1-192.168.0.9 } }
 set s2 { type inet_service . ipv4_addr; elements = { 80 . 1.1.1.1 comment "web", 443 . 2.2.2.2 } }
 set s3 { type ct_state; elements = { new, established } }
 set s4 { type tcp_flag; elements = { syn, fin } }
 set s5 { typeof ip dscp; elements = { cs1, 5 } }
 set s6 { type mark; size 3; elements = { 1, 2 } }
 set s8 { type icmp_type; elements = { echo-request } }
 set s9 { type inet_proto; elements = { tcp, 200 } }
 set s10 { type ether_type; elements = { ip, 0x1234 } }
 set s11 { type ipv6_addr; flags interval; elements = { fe80::/10, ::1 } }
 map m1 { type ipv4_addr : verdict; elements = { 1.2.3.4 comment "x" : drop, 1.2.3.5 : jump x, * : accept } }
 map m3 { type ipv4_addr : counter; elements = { 1.2.3.4 : "c1" } }
 map m4 { type ipv4_addr . mark : inet_service; flags interval; elements = { 1.0.0.0/8 . 5 : 22 } }
 chain x {
 tcp dport 80 meta l4proto tcp counter
 meta skuid 0
 }
 chain y { comment "chain"; type filter hook input priority filter + 5; policy drop; tcp dport 22 counter packets 5 bytes 6 limit rate 5/minute accept
 }
}
table netdev nd {
 chain c { type filter hook ingress device vv0 priority 5; }
 chain d { type filter hook ingress devices = { vv0, vv1 } priority 6; policy drop; }
}
table ip6 six {
 set a { type ipv6_addr; }
}
X
n(){ echo "# nft $*"; nft "$@"; echo "rc $?"; }
n -j list tables
n -j list tables ip6
n -j list table ip t
n -j list table ip nope
n -j list chains
n -j list chains ip6
n -j list chain ip t y
n -j list chain ip t z
n -j list sets
n -j list maps
n -j list set ip t s1
n -j list set ip t m1
n -j list map ip t m1
n -j list counters
n -j list counters table ip t
n -j list counter ip t c2
n -j list quotas
n -j list limits
n -j list limit ip t l1
n -j list flowtables
n -j list meters
n -j list ruleset ip6
n -j list ruleset inet
n -j -a list tables
n -j -s list table ip t
n -j -t list table ip t
n -j -n list table ip t
n -j -S list chain ip t y
n -j -y list chain ip t y
n -j get element ip t s1 '{ 10.1.2.3 }'
n -j get element ip t s1 '{ 10.1.2.3, 1.2.3.4 }'
n -j get element ip t s1 '{ 11.1.2.3 }'
n -j get element ip t m1 '{ 1.2.3.4 }'
n -j reset counters
n -j reset counter ip t c1
n -j reset quotas
n -j reset quota ip t q1
n -j -e add table ip z
n -j -a -e add chain ip z c '{ type filter hook input priority 0; }'
n -j -e add rule ip z c tcp dport '{ 1, 2 }' counter
n -j -e add set ip z s '{ type ipv4_addr; }'
n -j -e add element ip z s '{ 1.2.3.4, 5.6.7.8 }'
n -j -e insert rule ip z c ip saddr @s drop comment '"hey"'
n -j -e add counter ip z cc
n -j -e 'add counter ip z cd; add rule ip z c drop'
n -j -e delete element ip z s '{ 1.2.3.4 }'
n -j -e delete table ip z
n -j add table ip z2
n -j -c add table ip z3
n -j add rule ip z2 none drop
n -j list
n -j flush ruleset
n -j list ruleset
n -j list tables
n -j describe ip saddr
