# What was probably meant where something is not there, and where rules are looked for by their places.
nft add table ip a
nft add table arp b
nft add table arp d
nft add table arp ta
nft add table arp tb
nft add chain arp b d1
nft add chain arp b c1
nft add chain arp d c1
nft add set arp b n3 '{ type mark; flags interval; }'
nft add set arp b m3 '{ type mark; flags interval; }'
nft add map arp b m4 '{ type mark : mark; }'
nft add counter arp b o1
nft add counter arp b o2
for command in 'delete chain ip a c1' 'delete chain ip a e1' 'add rule ip a c1 accept' 'add rule ip a e1 accept' 'delete rule ip a c1 handle 3' \
  'delete rule ip a c12 handle 3' 'delete counter ip a o1' 'delete counter ip a o2' 'delete counter ip a o3' 'delete set ip a m3' 'delete map ip a m4' \
  'list chain ip a c1' 'list counter ip a o1' 'list table ip6 tb' 'delete table ip6 tc' 'delete table ip6 ta' 'add rule ip6 ta c1 accept' \
  'delete chain ip6 ta c1' 'delete set ip6 ta m3' 'add rule ip a c1 iif @m3; add rule ip a c1 position 3 accept' \
  'add chain ip a c; add rule ip a c accept; add rule ip a c position 77 accept' 'add rule arp b c1 index 4 accept' 'replace rule arp b c1 handle 99 accept' \
  'add rule arp b c1 accept; replace rule arp b c1 handle 99 accept; add rule arp b c1 index 0 drop' 'flush ruleset; add rule arp b c1 iif @m3' \
  'add rename chain' 'rename chain ip a c12 foo' 'flush chain ip a c12' 'flush set ip a s3' 'delete element ip a s3 { 1 }' 'create set arp b q { type mark; elements = { 1 }; }' \
  'undefine nothing' 'list ruleset'; do
  echo "$ $command" >&2
  nft "$command"
done
printf 'add table ip z\nadd rule ip z c accept comment "one\ntwo" foo\nadd rule ip z nosuch accept\nadd foo\n' | nft -f -
