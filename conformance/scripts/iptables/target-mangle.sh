# targets of table mangle: what is taken, refused, listed and found again
TB=mangle
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
m -p tcp -j TCPMSS --set-mss 1400
m -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
m -j TCPMSS --set-mss 5
m -p tcp -j TCPMSS
m -p tcp -j TCPMSS --set-mss 65536
m -p tcp -j TCPMSS --set-mss 5 --clamp-mss-to-pmtu
m -j TTL --ttl-set 5
m -j TTL --ttl-inc 1
m -j TTL --ttl-dec 1
m -j TTL
m -j TTL --ttl-dec 0
m -j TTL --ttl-set 5 --ttl-inc 1
m -j TTL --ttl-set 256
m -j CHECKSUM --checksum-fill
m -p udp -j CHECKSUM --checksum-fill
