# mistakes in statements that few rules have
nft add table ip t; nft add chain ip t p '{ type filter hook prerouting priority 0; }'
nft add rule ip t p tproxy
nft add rule ip t p tcp dport 1 tproxy to 1.2.3.4:99999
nft add rule ip t p tcp dport 1 tproxy ip6 to ::1
nft add rule ip t p meter '"x"' '{ ip saddr counter }'
nft add rule ip t p meter $(printf 'a%.0s' $(seq 300)) '{ ip saddr counter }' 2>&1 | cut -c1-60 | head -1
nft add rule ip t p meter x size 99999999999 '{ ip saddr counter }'
nft add rule ip t p meter x '{ ip saddr timeout 1000000000d counter }'
nft add rule ip t p 'meter x { ip saddr meter y { ip daddr counter } }'
nft add rule ip t p ipsec in spnum -1 reqid 3
nft add rule ip t p ipsec in spnum 7 reqid 3
nft add set ip t s '{ type ipv4_addr . ifname . inet_service; flags interval; elements = { 1.2.3.0/24 . "a*" . 1-3 }; }'
nft list set ip t s
nft add rule netdev t p tproxy to :3
nft list ruleset
