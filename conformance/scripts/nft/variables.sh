# where variables may stand, and what is said where they may not
t() { nft flush ruleset; echo "== $*"; printf 'define n = 22\ndefine d = lo\ndefine dd = { lo }\ndefine s = { 22, 80 }\ndefine r = 10-20\ndefine q = "abc"\ndefine pri = filter\ndefine pol = "drop"\ndefine neg = -5\ndefine a = 10.0.0.1\ndefine c = cc\ndefine m = @st\ndefine e = {}\ntable inet t {\n set st { type inet_service; }\n chain cc { }\n chain c { type filter hook input priority 0; %s\n }\n}\n' "$*" | nft -f - && nft list chain inet t c ; }
for i in \
  'tcp dport $n' \
  'tcp dport $s' \
  'tcp dport $r' \
  'tcp dport { $n, 80 }' \
  'tcp dport { $s, 81 }' \
  'tcp dport != $s' \
  'tcp dport $m' \
  'tcp dport @$n' \
  'iif $d' \
  'iifname $q' \
  'jump $c' \
  'goto $c' \
  'ip saddr $a/24' \
  'ip saddr $a' \
  'ip saddr $a-10.0.0.9' \
  'ip saddr . tcp dport { $a . $n }' \
  'meta mark set $n' \
  'meta mark set meta mark | $n' \
  'tcp dport vmap { $n : accept }' \
  'meta mark set tcp dport map { $n : $n }' \
  'limit rate $n/second' \
  'quota $n bytes' \
  'log prefix $q' \
  'log prefix "x $q y"' \
  'log prefix "x $zz y"' \
  'log prefix "$q$q"' \
  'log prefix "$"' \
  'log level $q' \
  'log group $n' \
  'queue num $n' \
  'queue to $n' \
  'queue num $r' \
  'add $m { tcp dport }' \
  'add @st { tcp dport timeout $n }' \
  'reject with icmp type $n' \
  'counter name $q' \
  'counter packets $n bytes 1' \
  'ct count $n' \
  'comment $q' \
  '$a' \
  '$n' \
  'tcp option $n exists' \
  'numgen inc mod $n 1' \
  'jhash ip saddr mod $n 1' \
  '$pol' \
  'tcp $n 3' \
  'tcp dport ( $n )' \
  'tcp dport 1,$n' \
  'tcp dport $n,$n' \
  'ct state $q' \
  'fib $q type local' \
  'ip saddr $e' \
  '@th,$n,16 3' \
  'meta $q 3' \
  'ct original $q 1' \
  'tcp flags syn / $n' \
  'tcp dport $' \
  'tcp dport $undefd' \
  'ct helper set $q' \
  'osf name $q' \
  'socket mark $n' \
  'set add ip saddr @$q' \
  'dup to $a' \
  'meta mark & $n == $n' \
  'ip saddr & $a == $a' \
  'ct mark set ct mark and $n'    'ip saddr $a accept'   'tcp dport $s/3' \
  'tcp dport $n-$n' \
  'ip6 saddr $a' \
  '$a ip saddr' \
  '$undefd'
do
  t "$i"
done
u() { nft flush ruleset; echo "== $*"; printf 'define n = 22\ndefine d = lo\ndefine dd = { lo }\ndefine s = { 22, 80 }\ndefine q = "abc"\ndefine pri = filter\ndefine pol = "drop"\ndefine neg = -5\ndefine c = cc\ndefine e = {}\n%s\n' "$*" | nft -f - && nft list ruleset ; }
for i in \
  'add table $c' \
  'add table inet $c' \
  'table $c { }' \
  'table t { chain c { type filter hook input priority $pri; policy $pol; }; }' \
  'table t { chain c { type filter hook input priority $neg; }; }' \
  'table t { chain c { type filter hook input priority $n; }; }' \
  'table t { chain c { type filter hook input priority filter + $n; }; }' \
  'table t { chain c { type $pri hook input priority 0; }; }' \
  'table t { chain c { type filter hook $q priority 0; }; }' \
  'table netdev t { chain c { type filter hook ingress device $d priority 0; }; }' \
  'table netdev t { chain c { type filter hook ingress devices = { $d } priority 0; }; }' \
  'table t { set s { type inet_service; elements = $s; }; }' \
  'table t { set s { type inet_service; elements = { $n, 3 }; }; }' \
  'table t { set s { type inet_service; elements = $e; }; }' \
  'table t { set s { type $q; }; }' \
  'table t { set s { type inet_service; size $n; }; }' \
  'table t { set s { type inet_service; timeout $n; }; }'  'table t { set s { type inet_service; policy $pol; }; }' \
  'table t { set s { type inet_service; flags $q; }; }' \
  'table t { chain $c { }; }' \
  'table t { comment $q; }' \
  'table t { counter $q { packets $n bytes 1; }; }' \
  'table t { quota q { $n bytes; }; }' \
  'table t { limit q { rate $n/second; }; }' \
  'define x = $n' \
  'define x = { $n, $s }
table t { set s { type inet_service; elements = $x; }; }' \
  'define x = $undefd' \
  'define $x = 3' \
  'redefine n = 23
table t { set s { type inet_service; elements = { $n }; }; }' \
  'undefine n
table t { set s { type inet_service; elements = { $n }; }; }' \
  'include $q' \
  'list table $c' \
  'delete rule t c handle $n' \
  'add rule $q c accept' \
  'add $q' \
  '$q' \
  'delete $q' \
  'list $q' \
  'add table t; add chain t c; add rule t c position $n accept' \
  'add table t; add set t s { type inet_service; }; add element t s $s' \
  'add table t; add set t s { type inet_service; }; add element t s { $n }' \
  'add table t; add set t s { type inet_service; }; add element t $q { 3 }' \
  'flush $q' \
  'rename chain t $c d' \
  'table t { chain c { $c; }; }' \
  'table $n' \
  'table t { $c; }' \
  'table t { ct helper h { type $q protocol tcp; }; }' \
  'table t { map m { type inet_service : verdict; elements = $e; }; }' \
  'monitor $q' \
  'reset $q'
do
  u "$i"
done
