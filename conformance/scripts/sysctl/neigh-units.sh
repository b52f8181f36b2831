# Times of neighbours are kept in jiffies of 4 ms: what is read back is what they make of a value.
ip link add v0 type veth peer name v1
for family in ipv4 ipv6; do
  cd /proc/sys/net/$family/neigh/v0
  for file in retrans_time_ms base_reachable_time_ms interval_probe_time_ms retrans_time anycast_delay proxy_delay \
    locktime base_reachable_time gc_stale_time delay_first_probe_time mcast_solicit mcast_resolicit ucast_solicit \
    app_solicit proxy_qlen unres_qlen unres_qlen_bytes; do
    printf '%s %s:' $family $file
    for value in 1 2 3 5 7 33 1001 1234 0 x; do
      { echo $value > $file; } 2>/dev/null || printf ' !'
      printf ' %s' $(cat $file)
    done
    echo
  done
  for file in retrans_time_ms mcast_solicit unres_qlen; do
    { echo -1 > $file; } 2>/dev/null || echo "$file: refused"
  done
  echo 5000 > unres_qlen_bytes
  cat unres_qlen
  echo 3 > unres_qlen
  cat unres_qlen_bytes
  echo 77 > retrans_time
  cat retrans_time_ms
  ls
done
