# Ranges as rules list them, words that are read as part of a statement that is over, and mistakes in words of several lines.
n() {
  echo "\$ nft $1"
  nft "$1" 2>&1
  echo "= $?"
}
nft add table inet t1
nft add chain inet t1 c
nft add table bridge b
nft add chain bridge b c
nft add table ip t
nft add chain ip t c
for m in 'ip saddr 10.0.1.0-10.0.1.255' 'ip6 saddr fd00::-fd00::ff' 'ip saddr != 10.0.1.0-10.0.1.255' 'ip saddr 10.0.1.5-10.0.1.5' \
  'tcp dport 0-1023' 'meta mark 0-255' 'ip saddr >= 10.0.1.0 ip saddr <= 10.0.1.255' 'arp saddr ip 10.0.1.0/24' 'arp saddr ip 10.0.1.0-10.0.1.255'; do
  n "add rule inet t1 c $m"
done
n 'add rule bridge b c arp saddr ip == 10.0.1.0-10.0.1.255 meta mark set 1'
for m in 'dnat 127.0.0.1 to reject' 'dnat 127.0.0.1:80 to' 'dnat :80 to 5' 'snat 127.0.0.1 prefix to' 'snat 127.0.0.1 random to' \
  'counter packets 1 bytes 2 packets' 'limit rate 1/second over' 'limit rate 1/second burst 5 packets bytes' 'limit rate 1/second name' \
  'quota 5 bytes used 3 bytes until' 'quota 5 bytes over' 'log prefix "x" level warn level' 'dup to 1.1.1.1 to' 'masquerade to' \
  'queue num 1 bypass fanout to' 'queue to 1 num' 'reject icmpx' 'reject with icmp type host-unreachable with' 'reject code' \
  'meta day monday' 'meta day Monday' 'meta day { monday, 3 }' 'limit name t*' 'position 4 limit name o2 limit name t*' \
  'counter name "t*"' 'quota name t*'; do
  n "add rule ip t c $m"
done
n 'table ip x {
chain X { jump Y }
}'
n 'table ip x {
	chain z { ip saddr }
	chain w { ip saddr 1 2 }
 set s { type mark; foo }
}'
nft -s list ruleset
for m in 'fib saddr . daddr jump oif { missing, exists }' 'fib saddr . daddr oif 1' 'fib iif type local' 'fib saddr . iif . oif'; do
  n "add rule inet t1 c $m"
done
