# Objects of connections: helpers, timeouts, expectations; how they are made, listed, used and taken away
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
nft add table ip t; nft add chain ip t c; nft add table inet t
t 'add ct timeout ip t a1 { protocol udp; }'
t 'add ct timeout ip t a2 { protocol tcp; policy = { foo : 3 }; }'
t 'add ct timeout ip t a3 { protocol udp; policy = { close : 3 }; }'
t 'add ct timeout ip t a4 { policy = { close : 3 }; protocol tcp; }'
t 'add ct timeout ip t a5 { policy = { close : 3 }; }'
t 'add ct timeout ip t a6 { }'
t 'add ct timeout ip t a7 { protocol tcp; policy = { close : 3, close_wait : 4, established : 5, fin_wait : 6, last_ack : 7, retrans : 8, syn_recv : 9, syn_sent : 10, syn_sent2: 13, time_wait : 11, unack : 12 }; }'
t 'add ct timeout ip t a8 { protocol tcp; policy = { close : 3, close_wait : 4, established : 5, fin_wait : 6, last_ack : 7, retrans : 8, syn_recv : 9, syn_sent : 10, time_wait : 11, unack : 12 }; }'
t 'add ct timeout ip t a9 { protocol tcp; policy = { close : 10, established : 432000 }; comment "x"; }'
t 'add ct timeout ip t b1 { protocol tcp; policy = { }; }'
t 'add ct timeout ip t b2 { protocol udp; policy = { replied : 180 , unreplied : 30 }; }'
t 'add ct timeout ip t b3 { protocol udp; l3proto foo; }'
t 'add ct timeout ip t b4 { protocol udp; l3proto inet; }'
t 'add ct timeout ip t b5'
t 'add ct helper ip t b5'
t 'add ct helper ip t h1 { }'
t 'add ct helper ip t h2 { type "ftp"; }'
t 'add ct helper ip t h3 { type ftp protocol tcp; }'
t 'add ct helper ip t h4 { l3proto ip; }'
t 'add ct helper ip t h5 { type "ftp" protocol icmp; }'
t 'add ct helper ip t h6 { type "ftp" protocol tcp }'
t 'add ct helper ip t h7 { type "ftp" protocol tcp; l3proto inet; }'
t 'add ct helper ip t h8 { type "ftp" protocol tcp; comment "abc"; }'
t 'create ct helper ip t h8 { type "ftp" protocol tcp; }'
t 'add ct helper ip t h8 { type "ftp" protocol tcp; }'
t 'add ct helper inet t i1 { type "ftp" protocol tcp; l3proto inet; }'
t 'add ct helper inet t i1 { type "ftp" protocol tcp; l3proto bridge; }'
t 'add ct foo ip t h9 { type "ftp" protocol tcp; }'
t 'add ct'
t 'add ct expectation ip t e1 { }'
t 'add ct expectation ip t e2 { protocol tcp; timeout 1m; dport 5; size 300; }'
t 'add ct expectation ip t e3 { protocol tcp; timeout 1m; dport 70000; size 3; }'
t 'add ct expectation ip t e4 { protocol tcp; timeout 1m; dport ssh; size 3; }'
t 'add ct expectation ip t e5 { protocol tcp; timeout 1m; dport 5; size 3; l3proto ip6; }'
t 'add ct expectation ip t e6 { protocol tcp; timeout 1m; dport 5; size 3; comment "ee"; }'
t 'add ct expectation ip t e7 { timeout 1m; dport 5; size 3; }'
t 'add rule ip t c ct timeout a1'
t 'add rule ip t c ct expectation set'
t 'add rule ip t c ct timeout set { "a" }'
t 'add rule ip t c ct helper set'
t 'add rule ip t c ct helper'
t 'add rule ip t c ct helper { "ftp", "sip" }'
t 'add rule ip t c ct helper != "ftp"'
t 'add rule ip t c ct helper 5'
t 'add rule ip t c ct helper "abcdefghijklmnopqrst"'
t 'add rule ip t c ct timeout set udp dport map { 5 : "a1" }'
t 'add rule ip t c ct timeout set a9 ct expectation set e6 ct helper set h8 accept'
t 'delete ct timeout ip t a9'
t 'delete ct timeout ip t handle 5'
t 'delete ct timeout ip t nono'
t 'delete ct helper ip t a9'
t 'delete ct foo ip t a9'
t 'delete ct helper ip t'
t 'list ct helper ip t nono'
t 'list ct foo ip t nono'
t 'list ct helper ip nono x'
t 'list ct helpers table ip nono'
t 'list ct helpers table inet t'
t 'list ct helper table inet t'
t 'list ct timeout t a9'
t 'reset ct helper ip t h8'
t 'flush ct helper ip t h8'
t -a list table ip t
t -j list ct helper ip t h8
t -j list ct helpers table ip t
nft -j list table ip t | sed "s/, {.ct expectation.: {[^}]*}}//g" > r.json
nft flush ruleset
t -j -f r.json
t -j -f r.json
t list ruleset
t -e add ct helper ip t zz '{ type "ftp" protocol tcp; }'
t -e -a add ct timeout ip t zy '{ protocol tcp; policy = { close : 3 }; }'
t --debug=netlink add ct timeout ip t zx '{ protocol tcp; policy = { close : 3 }; }'
t --debug=netlink add ct helper ip t zw '{ type "ftp" protocol tcp; }'
t --debug=netlink add ct expectation ip t zv '{ protocol tcp; timeout 1m; dport 5; size 3; }'
t --debug=netlink add rule ip t c ct helper set zw ct timeout set zx ct expectation set zv ct helper "ftp"
nft add table ip t; nft add chain ip t c; (timeout 1 nft monitor > m1 ) & (timeout 1 nft -j monitor >m2 ) & sleep 0.4
nft add ct helper ip t y1 '{ type "ftp" protocol tcp; }'
nft add ct timeout ip t y2 '{ protocol tcp; policy = { close : 3 }; }'
nft add ct expectation ip t y3 '{ protocol tcp; timeout 1m; dport 5; size 3; }'
nft add rule ip t c ct helper set y1
nft delete rule ip t c handle 5
nft delete ct helper ip t y1
wait
grep -v generation m1; cat m2
