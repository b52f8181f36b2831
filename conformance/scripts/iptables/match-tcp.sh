# tcp and udp: what is taken, refused, listed and found again
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
m -p tcp --tcp-flags SYN,ACK SYN
m -p tcp --tcp-flags SYN
m -p tcp --tcp-flags FOO SYN
m -p tcp ! --syn
m -p tcp --tcp-option 5
m -p tcp ! --tcp-option 5 --dport 5
m -p tcp --tcp-option 0
m -p tcp --dport 5 --dport 6
m -p tcp --syn --tcp-flags ALL NONE
m -p tcp --dport 5:3
m -p tcp --sport http
m -p tcp --dport foo
m -p tcp --dport -1
m -p tcp --dport 70000
m -p tcp --dport ftp:ssh
m -p tcp --dport
m -p tcp -m tcp --syn
m -p udp --syn
m -p udp --dport 53 ! --sport 5:7
m -p udp --dport 5 --dport 6
m -m tcp --dport 5
m -m udp --dport 5
m -p udp -m udp --dport :5
m -p udp --dport 4:2
