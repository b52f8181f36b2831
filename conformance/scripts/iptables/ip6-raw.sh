# ip6tables, table raw: what is taken, refused, listed and found again
TB=raw
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
m -j NOTRACK
m -j CT --zone 4
ip6tables -V
ip6tables -h | head -3
ip6tables -j HL -h | tail -4
ip6tables -p icmpv6 -h | tail -4
