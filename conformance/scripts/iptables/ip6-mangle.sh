# ip6tables, table mangle: what is taken, refused, listed and found again
TB=mangle
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
m -j HL --hl-set 5
m -j HL --hl-dec 1
m -j HL
m -p tcp -j TCPMSS --clamp-mss-to-pmtu
m -j MARK --set-mark 4
m -j TTL --ttl-set 4
m -p tcp -j TCPMSS --set-mss 65530
