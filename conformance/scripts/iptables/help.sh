# help of the programs, matches and targets
t() {
  echo "# $*"
  "$@"
  echo "=$?"
}
for m in tcp udp icmp multiport conntrack state mark connmark comment addrtype physdev limit statistic mac iprange length pkttype ttl tcpmss; do
  t iptables -m $m -h
done
for j in ACCEPT REJECT LOG MARK CONNMARK CT NOTRACK DNAT SNAT MASQUERADE REDIRECT NETMAP TCPMSS TTL CHECKSUM NFLOG TRACE CLASSIFY; do
  t iptables -j $j -h | tail -n +70
done
for j in HL REJECT TCPMSS DNAT; do t ip6tables -j $j -h; done
t ip6tables -m hl -h
t ip6tables -m icmp6 -h
t iptables -p tcp -h
t iptables -p tcp -m comment -j LOG -h
t iptables-restore -h
t iptables-save --help
t iptables -V
t ip6tables-save -V
t iptables-nft -V
t ip6tables-nft-restore -V
t iptables ! -V
