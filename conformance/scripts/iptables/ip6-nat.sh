# ip6tables, table nat: what is taken, refused, listed and found again
TB=nat
m() {
  ip6tables -t $TB -F T
  echo "# $*"
  ip6tables -t $TB -A T "$@"
  echo "=$?"
  ip6tables -t $TB -S T | tail -n +2
  ip6tables -t $TB -L T -n | tail -n +3
  ip6tables -t $TB -L T | tail -n +3
  ip6tables -t $TB -C T "$@" || echo "not found"
}
ip6tables -t $TB -N T
m -p tcp -j DNAT --to-destination [fe80::1]:80
m -j DNAT --to-destination fe80::1
m -p tcp -j DNAT --to-destination [fe80::1-fe80::5]:80-90
m -j DNAT --to-destination fe80::1-fe80::5
m -p tcp -j DNAT --to-destination :80
m -j DNAT --to-destination [fe80::1]
m -j SNAT --to-source fe80::1
m -p tcp -j SNAT --to-source [fe80::1]:5-7 --random
m -j MASQUERADE
m -p tcp -j MASQUERADE --to-ports 5
m -p tcp -j REDIRECT --to-ports 5
m -j NETMAP --to fe80::/64
m -j NETMAP --to fe80::1
m -j DNAT --to 1.1.1.1
m -p tcp -j DNAT --to-destination [fe80::1
m -j DNAT --to-destination foo
m -p tcp -j DNAT --to-destination [fe80::1]80
