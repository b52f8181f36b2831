# Fields in concatenations whose types do not say how wide they are.
n() {
  nft "$1" 2>&1 || echo "= $?"
}
nft add table inet t1
nft add chain inet t1 c
for f in 'ct reply packets' 'ct avgpkt' 'ip ttl' 'ip id' 'ip length' 'tcp sequence' 'ip version' 'ip hdrlength' 'ip6 flowlabel' \
  'ip6 hoplimit' 'ip6 length' 'ct id' 'meta random' 'meta length' 'ip frag-off' 'ip checksum' 'tcp doff' 'tcp window' 'udp length' \
  'icmp id' 'icmp mtu' 'vlan pcp' 'ip dscp' 'meta priority' 'meta cpu' 'tcp option maxseg size' 'frag id' 'rt mtu' 'meta day' \
  'meta skuid' 'ah spi'; do
  n "add rule inet t1 c $f . meta mark { 5 . 6 }"
  n "add rule inet t1 c meta mark . $f { 5 . 6 }"
  n "add rule inet t1 c $f . $f { 5 . 6 }"
done
nft -s list ruleset
