# targets of table raw: what is taken, refused, listed and found again
TB=raw
m() {
  iptables -t $TB -F T
  echo "# $*"
  iptables -t $TB -A T "$@"
  echo "=$?"
  iptables -t $TB -S T | tail -n +2
  iptables -t $TB -L T -n | tail -n +3
  iptables -t $TB -L T | tail -n +3
  iptables -t $TB -C T "$@" || echo "not found"
}
iptables -t $TB -N T
m -j CT --notrack
m -j NOTRACK
m -j CT --zone 5
m -j CT --zone-orig 5
m -j CT --zone x
m -j CT
m -j CT --helper ftp
m -j CT --ctevents foo
m -j CT --zone 5 --zone-orig 6
m -j TRACE
m -j NOTRACK --foo
