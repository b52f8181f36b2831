# Mistakes in rules that bring sets of their own.
nft add table ip t; nft add chain ip t c
nft 'add rule ip t1 c2 ip checksum 10 meta mark set tcp dport map { 22 : 1, 80 : 2 }'
nft 'add rule ip t nosuch tcp dport { 22, 23 } accept'
nft 'add rule ip t c tcp dport vmap { 22 : jump nosuch }'
nft 'add rule ip t c tcp dport { 22, 22 } counter name nosuch'
