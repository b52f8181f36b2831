# `connlimit`: what it takes, refuses and lists
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
m -m connlimit --connlimit-above 5
m -m connlimit --connlimit-upto 5
m -m connlimit ! --connlimit-above 5
m -m connlimit ! --connlimit-upto 5
m -m connlimit --connlimit-above 0
m -m connlimit --connlimit-above -1
m -m connlimit --connlimit-above x
m -m connlimit --connlimit-above 4294967296
m -m connlimit --connlimit-above 1 --connlimit-upto 2
m -m connlimit --connlimit-above 1 --connlimit-above 2
m -m connlimit
m -m connlimit --connlimit-mask 24
m -m connlimit --connlimit-above 3 --connlimit-mask 24
m -m connlimit --connlimit-above 3 --connlimit-mask 0
m -m connlimit --connlimit-above 3 --connlimit-mask 32
m -m connlimit --connlimit-above 3 --connlimit-mask 33
m -m connlimit --connlimit-above 3 --connlimit-mask 255.255.255.0
m -m connlimit --connlimit-above 3 --connlimit-mask 255.0.255.0
m -m connlimit --connlimit-above 3 --connlimit-mask x
m -m connlimit --connlimit-above 3 --connlimit-saddr
m -m connlimit --connlimit-above 3 --connlimit-daddr
m -m connlimit --connlimit-above 3 --connlimit-saddr --connlimit-daddr
m -m connlimit --connlimit-daddr --connlimit-upto 3 --connlimit-mask 16
m -p tcp --syn --dport 80 -m connlimit --connlimit-above 20 -j REJECT --reject-with tcp-reset
P=ip6tables
m -m connlimit --connlimit-above 3
m -m connlimit --connlimit-above 3 --connlimit-mask 64
m -m connlimit --connlimit-above 3 --connlimit-mask 129
m -m connlimit --connlimit-upto 3 --connlimit-mask ffff::
m -m connlimit --connlimit-above 3 --connlimit-mask ffff:0:ffff::
iptables -F T
iptables -A T -m connlimit --connlimit-above 3
iptables -A T -m connlimit --connlimit-upto 3 --connlimit-mask 24 --connlimit-daddr
nft list chain ip filter T 2>&1
iptables -m connlimit -h | sed -n "/match options/,\$p"
