# A table, a chain, rules, packets counted
nft add table ip t
nft add chain ip t in '{ type filter hook input priority 0; policy accept; }'
nft add rule ip t in ip saddr 10.0.0.1 counter drop
nft add rule ip t in icmp type echo-request counter
nft add rule ip t in tcp dport '{ 22, 80 }' accept
nft add rule ip t in ip daddr vmap '{ 10.0.0.0/8 : drop, 192.168.0.1 : accept }'
nft add set ip t s '{ type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 1.2.3.4 } }'
nft add rule ip t in ip saddr @s limit rate 3/second drop
nft add rule ip t in meta mark set 5 reject with icmp type host-unreachable
nft list ruleset
ip link set lo up; ping -q -c 2 -i 0.2 -W 1 127.0.0.1 | grep -v rtt | sed 's/, time.*//'
nft -a list chain ip t in
nft add chain ip t a; nft add rule ip t a jump a
nft delete table ip x
nft flush ruleset
nft list ruleset
