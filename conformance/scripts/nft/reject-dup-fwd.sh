# reject, dup and fwd in every family: what is refused, and how it is listed
t() { nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
for f in ip ip6 inet bridge arp; do nft add table $f t; nft add chain $f t c '{ type filter hook input priority 0; }';  nft add chain $f t p '{ type filter hook prerouting priority 0; }' 2>/dev/null; nft add chain $f t o '{ type filter hook output priority 0; }'; nft add chain $f t x; done
ip link add veth0 type veth peer name veth1
nft add table netdev t; nft add chain netdev t c '{ type filter hook ingress device veth0 priority 0; }'
nft add chain netdev t e '{ type filter hook egress device veth0 priority 0; }'
for x in "netdev t c" "netdev t e" "bridge t c" "bridge t p" "bridge t o" "arp t c"; do for s in 'reject' 'reject with tcp reset' 'reject with icmp type host-unreachable' 'reject with icmpx type admin-prohibited' 'ip protocol tcp reject with tcp reset' 'reject with icmpv6 type no-route' 'ip6 nexthdr 6 reject' 'ether type ip reject' 'ether type arp reject' 'ether type vlan reject' 'vlan id 5 reject with tcp reset'; do echo "-- $x $s"; t add rule $x $s; done; done
for x in "ip t c" "ip6 t c" "inet t c" "inet t p" "netdev t c"; do for s in 'dup to fd00::1' 'dup to fd00::1 device veth0' 'dup to 1.1.1.1' 'fwd to veth0' 'fwd ip to 1.1.1.1 device veth0' 'fwd ip6 to fd00::1 device veth0' 'fwd ip6 to ip6 saddr device veth0'; do  echo "-- $x $s"; t add rule $x $s; done; done
nft list ruleset; nft -j list ruleset | sed 's|"handle": [0-9]*|"handle": N|g'
