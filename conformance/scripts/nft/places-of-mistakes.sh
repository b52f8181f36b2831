# where a mistake is shown: no variables where names stand, elements of refused sets, addresses in brackets; masks that do nothing; flags of TCP before ports
x() { echo "## $*"; nft "$@" 2>&1; }
x 'add table $x'
x 'add $x table ip6 nat'
x 'add $x chain t1 c4'
x 'add table ip $x'
x 'add chain $x c'
x 'add chain t $x'
x 'add rule t $x accept'
x 'add rule $x c accept'
x 'add rule ip $x c accept'
x 'list table $x'
x 'list $x'
x '$x'
x 'flush $x'
x 'delete rule t c $x 4'
x 'add set t $x { type inet_service; }'
x 'add set t s { type $x; }'
x 'add element t $x { 1 }'
x 'add rule t c ip saddr $x'
x 'add rule t c $x'
x 'add rule t c jump $x'
x 'add chain t c { type $x hook input priority 0; }'
x 'add chain t c { type filter hook $x priority 0; }'
x 'add chain t c { type filter hook input priority $x; }'
x 'add chain t c { type filter hook input priority 0; policy $x; }'
x 'add chain t c { type filter hook ingress device $x priority 0; }'
x 'add rule t c counter packets $x'
x 'add rule t c log prefix $x'
x 'add rule t c limit rate $x/second'
x 'add rule t c ct helper set $x'
x 'add counter t $x'
x 'insert $x rule t c accept'
x 'delete $x'
x 'rename chain t c $x'
x 'reset $x'
x 'create table $x'
x 'monitor $x'
nft add table ip6 nat; nft add chain ip6 nat input
for e in 'mark & 4294967295' 'mark & 0xffffffff' 'mark | 0' 'mark ^ 0' 'mark & 0xfffffffe' 'ct mark & 4294967295' 'mark & 0' 'mark | 0xffffffff'; do x "add rule ip6 nat input meta mark set $e"; done
x 'add rule ip6 nat input meta mark & 0xffffffff == 5'
x 'add rule ip6 nat input tcp dport >> 1 == 0x10'
x 'list ruleset'
x 'replace rule inet t2 output handle 4 dnat ip to [2001:db8::1] meta sdif lo'
x 'add rule inet t2 output dnat ip to 2001:db8::1'
x 'add rule inet t2 output dnat ip6 to 1.2.3.4'
x 'add rule inet t2 output dnat ip to [2001:db8::1]:80'
x 'add rule inet t2 output dnat ip to [foo]:80'
x 'add rule inet t2 output dnat ip6 to [1.2.3.4]:80'
for o in '-p tcp --tcp-flags SYN,RST,ACK,FIN SYN --sport 1:1024' '-p tcp --sport 1:1024 --tcp-flags SYN,RST,ACK,FIN SYN' '-p tcp --syn --dport 5' '-p tcp --tcp-flags SYN,RST SYN --dport 5' '-p tcp --sport 5 --syn' '-p tcp --tcp-option 5 --dport 6' '-p tcp --dport 80 --sport 81 --syn' '-p tcp --tcp-flags ALL SYN --dport 80 --sport 81' '-p tcp ! --tcp-flags SYN,RST SYN --sport 1' '-p tcp --tcp-flags SYN,RST NONE --sport 1'; do iptables -A FORWARD $o; done
nft list table ip filter; iptables -S
nft flush ruleset
nft add table t2
x 'add set t2 s3 { type inet_service; flags interval, dynamic; elements = { 1 }; }'
x 'add set t2 s4 { type inet_service; timeout 1s; flags constant; elements = { 1 }; }'
x 'add set t2 s5 { type inet_service; timeout 1s; flags constant; elements = { 1, 2 expires 1s }; }'
x 'add map t2 s6 { type inet_service : mark; timeout 1s; flags constant; elements = { 1 : 2 }; }'
nft -f - <<'N'
table ip t2 {
  set s7 {
    type inet_service
    flags interval, dynamic
    elements = { 1 }
  }
  set s8 { type inet_service; timeout 1s; flags constant; elements = { 1 }; }
}
N
x 'add set t2 s1 { type inet_service; }'
x 'add set t2 s1 { type inet_service; flags interval; elements = { 1 }; }'
x 'add set t2 s1 { type inet_service; flags timeout; elements = { 1 }; }'
x 'create set t2 s1 { type inet_service; elements = { 1 }; }'
x 'add set t3 s1 { type inet_service; elements = { 1 }; }'
x 'add set t3 s1 { type inet_service; flags interval; elements = { 1 }; }'
x 'add element t2 s9 { 1 }'
x 'add element t3 s9 { 1 }'
x 'add chain t2 c { type filter hook foo priority 0; }'
nft flush ruleset
nft add table t; nft 'add set t s1 { type ipv4_addr; size 1; }'; nft 'add set t s2 { type ipv4_addr; flags dynamic; }'; nft 'add map t m1 { type ipv4_addr : mark; flags dynamic; }'; nft 'add map t m2 { type ipv4_addr : mark; }'
for o in meter set map; do for n in s1 s2 m1 m2 s9; do echo "## $o $n"; nft flush $o t $n; done; done
for o in meter set map; do for n in s1 s2 m1 m2 s9; do echo "## list $o $n"; nft list $o t $n; done; done
nft flush ruleset
nft add table t; nft add chain t c
x 'add rule t c ip saddr { 1.2.3.4 counter }'
x 'add rule t c ip saddr { 1.2.3.4 counter, 1.2.3.5 }'
x 'add rule t c ip saddr 5.5.5.5 ip dscp { cs0 counter }'
x 'add rule t c ip dscp vmap { cs0 counter : drop }'
x 'add rule t c ip saddr vmap { 1.2.3.4 counter : drop }'
x 'add rule t c meta mark set ip saddr map { 1.2.3.4 counter : 5 }'
x 'add rule t c dnat to ip saddr map { 1.2.3.4 counter : 5.5.5.5 }'
x 'add rule t c ip saddr . tcp dport vmap { 1.2.3.4 . 5 counter : drop }'
x 'add rule t c ip saddr vmap { 1.2.3.4 timeout 5s : drop }'
x 'add rule t c ip saddr vmap { 1.2.3.4 comment "x" : drop }'
x 'add rule t c counter name ip saddr map { 1.2.3.4 counter : "a" }'
x 'list ruleset'
nft flush ruleset
nft add table t; nft add chain t c
for e in '{ 1.2.3.4 counter }' '{ 1.2.3.4 comment "x" }' '{ 1.2.3.4 timeout 1s }' '{ 1.2.3.4 expires 1s }' '{ 1.2.3.4 limit rate 1/second }' '{ 1.2.3.0/24 counter }' '!= { 1.2.3.4 counter }' '{ 1.2.3.4-1.2.3.9 counter }' '{ 1.2.3.4 counter, 1.2.3.4 }'; do echo "## $e"; nft "add rule t c ip saddr $e"; done
nft list ruleset
nft flush ruleset
nft 'ct original saddr 1.2.3.4'
nft 'ct state new'
nft 'ct foo'
nft 'ct saddr 5'
nft 'ct mark 5'
nft 'add ct original saddr 1.2.3.4'
nft 'add ct mark 5'
nft 'list ct original'
nft 'list ct state'
nft 'delete ct direction'
nft 'ct reply saddr'
nft 'ct 5'
nft 'add ct helper'
nft 'create ct status x'
nft flush ruleset
nft add table t1; nft add chain t1 input
for e in 'numgen inc mod 0 >= 0' 'numgen inc mod 0 5' 'numgen inc mod 1 0' 'numgen inc mod 1 1' 'numgen inc mod 2 2' 'numgen random mod 0 0' 'jhash ip saddr mod 0 0' 'symhash mod 0 0' 'jhash ip saddr mod 1 5' 'numgen inc mod 2 1' 'meta hour ""' 'meta hour { "06:30", "" }' 'meta hour { "" }' 'meta time ""' 'meta day ""' 'meta hour "6:"' 'meta hour "x"' 'ip saddr ""' 'iifname ""' 'tcp dport ""' 'meta mark ""'; do echo "## $e"; nft "add rule t1 input $e"; done
nft list ruleset
nft 'replace rule inet filter prerouting handle 8 meta hour { "06:30", "" } udp dport >= 443'
nft 'replace rule inet filter prerouting handle 8 meta hour ""'
nft 'add rule inet filter prerouting meta hour ""'
