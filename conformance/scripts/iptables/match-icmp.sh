# types of ICMP: what is taken, refused, listed and found again
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
m -p icmp --icmp-type echo-request
m -p icmp --icmp-type 3/1
m -p icmp ! --icmp-type any
m -p icmp --icmp-type 3
m -p icmp --icmp-type foo
m -p icmp --icmp-type 300
m -p icmp --icmp-type e
m -p icmp --icmp-type redir
m -p icmp
m -p icmp -m icmp
m -m icmp --icmp-type 8
m -p icmp --icmp-type destination
m -p icmp --icmp-type 3/
m -p icmp --icmp-type 3/999
m -p icmp --icmp-type any
m -p icmp --icmp-type ttl-exceeded
m -p icmp --icmp-type network-unreachable
