# Addresses of IPv6 with those of IPv4 in them, and networks of everything.
nft add table ip6 t; nft add chain ip6 t c
for a in '{ ::/96, ::1 }' '{ ::ffff:0.0.0.0/96 }' '::ffff:1.2.3.4' '::1.2.3.4/128' '{ 2002:a00::/24, 2002:7f00::/24 }' '::/0' '{ ::/96, ::ffff:0:0/96 }' '2002::/24' '{ 2002::/24, 2002:a00::/24 }' '::ffff:0.0.0.0/96' ; do echo "$a"; nft add rule ip6 t c ip6 daddr "$a" accept; done; nft list ruleset
nft add table ip t; nft add chain ip t c; for a in 0.0.0.0/0 '!= 0.0.0.0/0' 0.0.0.0/1 '& 0.0.0.0 == 0.0.0.0' '0.0.0.0/32'; do nft add rule ip t c ip daddr $a; done;  for a in ::/0 '!= ::/0' ::/1 '& :: == ::' '& ::1 == ::' ; do nft add rule ip6 t c ip6 daddr $a; done; nft list ruleset; nft -j list ruleset | jq -c '.nftables[]'
nft add rule ip t c meta mark and 0 == 0; nft add rule ip t c tcp dport and 0 == 0;  nft add rule ip t c ct mark and 0 == 0; nft add rule ip t c ip daddr and 0 == 0;  nft list chain ip t c
