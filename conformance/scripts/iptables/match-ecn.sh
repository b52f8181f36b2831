# small matches of headers: `ecn`, `ah`, `esp`: what they take, refuse and list
m() {
  $P -F T
  echo "# $P $*"
  $P -A T "$@"
  echo "=$?"
  $P -S T | tail -n +2
  $P -L T -n | tail -n +3
  $P -L T | tail -n +3
  $P -C T "$@" || echo "not found"
}
iptables -N T
ip6tables -N T
P=iptables
m -m ecn --ecn-ip-ect 0
m -m ecn --ecn-ip-ect 3
m -m ecn ! --ecn-ip-ect 2
m -m ecn --ecn-ip-ect 4
m -m ecn --ecn-ip-ect x
m -m ecn
m -m ecn --ecn-tcp-cwr
m -p tcp -m ecn --ecn-tcp-cwr
m -p tcp -m ecn ! --ecn-tcp-ece
m -p tcp -m ecn --ecn-tcp-ece ! --ecn-tcp-cwr --ecn-ip-ect 1
m -p tcp -m ecn ! --ecn-tcp-ece ! --ecn-tcp-cwr ! --ecn-ip-ect 1
m ! -p tcp -m ecn --ecn-tcp-cwr
m -p udp -m ecn --ecn-tcp-ece
m -p udp -m ecn --ecn-ip-ect 1
m -p tcp -m ecn --ecn-tcp-cwr --ecn-tcp-cwr
m -m esp --espspi 5
m -p esp -m esp --espspi 5
m -p esp -m esp --espspi 5:7
m -p esp -m esp ! --espspi 0x10:0x20
m -p 50 -m esp --espspi :7
m -p 50 -m esp --espspi 7:
m -p 50 -m esp --espspi :
m -p 50 -m esp --espspi 0:4294967295
m -p 50 -m esp ! --espspi 0:4294967295
m -p 50 -m esp --espspi 7:5
m -p 50 -m esp --espspi 4294967296
m -p 50 -m esp --espspi 1:2:3
m -p 50 -m esp --espspi x
m -p 50 -m esp --espspi 1x
m -p 50 -m esp --espspi ''
m -p 50 -m esp
m ! -p esp -m esp
m -p esp --espspi 500
m -p ah -m ah --ahspi 5
m -p ah -m ah ! --ahspi 5:7
m -p ah -m ah --ahspi 7:5
m -p ah -m ah --ahspi :
m -p 51 -m ah
m -p 51 --ahspi 3:
m -m ah --ahspi 3
m -p 51 -m ah --ahspi x
m -p 51 -m ah --ahres
P=ip6tables
m -p tcp -m ecn --ecn-tcp-ece ! --ecn-ip-ect 1
m -m ecn --ecn-ip-ect 2
m -p esp -m esp --espspi 1:2
iptables -F T
iptables -A T -p tcp -m ecn --ecn-tcp-ece ! --ecn-tcp-cwr --ecn-ip-ect 1
iptables -A T -m ecn ! --ecn-ip-ect 3
iptables -A T -p esp -m esp --espspi 1:2
iptables -A T -p esp -m esp ! --espspi 1
iptables -A T -p esp -m esp
iptables -A T -p ah -m ah --ahspi 1:2
iptables -A T -p ah -m ah ! --ahspi 1
iptables -A T -p ah -m ah
iptables -A T -p ah -m ah ! --ahspi 0:
iptables -A T -p esp -m esp ! --espspi 0:
iptables -A T -p tcp -m ecn --ecn-tcp-cwr --ecn-ip-ect 0
iptables -A T -p tcp -m ecn --ecn-tcp-ece
iptables -A T -m ecn --ecn-ip-ect 2
ip6tables -F T
ip6tables -A T -p tcp -m ecn --ecn-tcp-cwr ! --ecn-ip-ect 3
ip6tables -A T -p esp -m esp --espspi 1:2
nft list chain ip filter T 2>&1
nft list chain ip6 filter T 2>&1
for x in ecn ah esp; do iptables -m $x -h | sed -n "/match options/,\$p"; done
