# the listings of rules of the less common kinds
nft add table inet t; nft add chain inet t c '{type filter hook output priority 0;}'; nft add table ip i; nft add chain ip i c '{type filter hook output priority 0;}';  nft add table netdev n; ip link add v0 type veth peer name v1; nft add chain netdev n c '{type filter hook ingress device v0 priority 0;}'; nft add chain ip i n '{ type nat hook postrouting priority 0; }'
t(){ echo "== $*"; nft add rule $*; nft list chain $1 $2 $3 | sed -n '4,$p' | grep -v '^	}\|^}'; nft flush chain $1 $2 $3; }
t inet t c exthdr hbh exists
t inet t c hbh nexthdr 6
t inet t c frag frag-off 5
t inet t c frag more-fragments 1
t inet t c rt0 addr[1] ::1
t inet t c rt type 0
t inet t c srh tag 5
t inet t c ip option lsrr type 1
t inet t c ip option ra exists
t inet t c tcp option maxseg size set rt mtu
t ip i c tcp option maxseg size set rt mtu
t ip i c reset tcp option sack
t inet t c tcp option mptcp subtype 1
t inet t c tcp option 12 exists
t inet t c tcp option @12,0,8 1
t inet t c sctp chunk data tsn 3
t inet t c rt ip nexthop 1.2.3.4
t inet t c rt classid 5
t inet t c meta mark set symhash mod 4 offset 3
t inet t c ct label 5
t inet t c ct label set 5
t inet t c ct event set new,destroy
t inet t c ct zone set 3
t inet t c ct original zone set 3
t inet t c ct count 3
t ip i c dup to 1.2.3.4
t ip i c dup to 1.2.3.4 device v0
t ip i c dup to ip saddr map '{ 1.1.1.1 : 2.2.2.2 }'
t netdev n c dup to v0
t netdev n c fwd to v0
t netdev n c fwd ip to 1.2.3.4 device v0
t ip i c tcp dport 3 jump '{ counter ; drop; }'
