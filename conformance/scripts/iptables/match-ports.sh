# multiport: what is taken, refused, listed and found again
m() {
  iptables -F T
  echo "# $*"
  iptables -A T "$@"
  echo "=$?"
  iptables -S T | tail -n +2
  iptables -L T -n | tail -n +3
  iptables -L T | tail -n +3
  iptables -C T "$@" || echo "not found"
}
iptables -N T
m -p tcp -m multiport --dports 22,80,3:5
m -p udp -m multiport ! --sports http,domain
m -p tcp -m multiport --ports 22
m -m multiport --ports 22
m -p tcp -m multiport --dports 5:3
m -p tcp -m multiport --dports 22,80,3,4,5,6,7,8,9,10,11,12,13,14,15,16
m -p tcp -m multiport
m -p tcp -m multiport --dports 1 --sports 2
m -p tcp -m multiport --dports 99999
m -p icmp -m multiport --dports 1
m ! -p tcp -m multiport --dports 1
m -p sctp -m multiport --dports 1
