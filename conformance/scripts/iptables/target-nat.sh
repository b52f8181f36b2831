# targets of table nat: what is taken, refused, listed and found again
TB=nat
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
m -j DNAT --to-destination 1.1.1.1
m -p tcp -j DNAT --to-destination 1.1.1.1:80
m -j DNAT --to-destination 1.1.1.1:80
m -p tcp -j DNAT --to-destination 1.1.1.1-1.1.1.5:80-90
m -p tcp -j DNAT --to-destination :80
m -p tcp -j DNAT --to-destination 1.1.1.1:80-90/100
m -j DNAT
m -j DNAT --to-destination foo
m -j DNAT --to-destination 1.1.1.1 --random --persistent
m -p tcp -j DNAT --to-destination 1.1.1.1:90-80
m -p tcp -j DNAT --to-destination 1.1.1.1:80:90
m -p tcp -j DNAT --to-destination 1.1.1.1:http
m -p tcp -j DNAT --to-destination 1.1.1.1:foo
m -p tcp -j DNAT --to-destination 1.1.1.1:0
m -p tcp -j DNAT --to-destination 1.1.1.1:80x
m -p tcp -j DNAT --to-destination 1.1.1.1:
m -p tcp -j DNAT --to-destination ""
m -p udp -j DNAT --to 1.1.1.1:5
m -j DNAT --to-destination 1.1.1.1 --to-destination 2.2.2.2
m -p icmp -j DNAT --to 1.1.1.1:5
m -p 47 -j DNAT --to 1.1.1.1:5
m -j DNAT --to-destination 1.1.1.1-
m -j DNAT --to-destination 1.1.1.5-1.1.1.1
m -p tcp -j DNAT --to-destination 1.1.1.1:80-90x
m -p tcp -j DNAT --to-destination 1.1.1.1:80-90/x
m -j SNAT --to-source 1.1.1.1
m -p tcp -j SNAT --to-source 1.1.1.1:1024-65535 --random-fully
m -j SNAT --to 1.1.1.1-1.1.1.7 --persistent
m -j SNAT
m -p tcp -j SNAT --to-source 1.1.1.1:5-7/9
m -j SNAT --to-source 1.1.1.1 --random
m -j SNAT --to-source 1.1.1.1 --random --random
m -j MASQUERADE
m -j MASQUERADE --random
m -p tcp -j MASQUERADE --to-ports 1024-2048
m -j MASQUERADE --to-ports 5
m -j MASQUERADE --random-fully
m -p tcp -j MASQUERADE --to-ports 5 --random --random-fully
m -p tcp -j REDIRECT --to-ports 80
m -p tcp -j REDIRECT --to-port 80
m -j REDIRECT
m -j REDIRECT --to-ports 5
m -p tcp -j REDIRECT --to-ports 80-90 --random
m -p udp -j REDIRECT --to-ports 5-3
m -j NETMAP --to 10.0.0.0/8
m -j NETMAP --to 10.1.1.1
m -j NETMAP
m -j NETMAP --to foo
m -j NETMAP --to 10.0.0.0/255.0.255.0
m -j NETMAP --to 10.1.1.1/33
m -j DROP
