# The inner nodes of /proc/net/fib_trie under hosts that come and go at random, one by one and with their device.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link add v2 address 02:00:00:00:00:03 type veth peer name v3 address 02:00:00:00:00:04
for v in v0 v1 v2 v3; do ip link set $v up; done
x=10
next() { x=$(((x * 1103515245 + 12345) % 2147483648)); r=$(((x >> 8) % $1)); }
host() {
  next 3; a=$((r * 64 + 16)); next 8; b=$r; next 16; bits=$((r + 1)); next $((1 << bits))
  host=$a.$b.$((r >> 8)).$((r & 255))
}
batch=$(mktemp)
present=()
for round in $(seq 24); do
  next 3; count=$(((r * r + 1) * 12))
  for i in $(seq $count); do
    next 10
    if [ $r -lt 6 ] || [ ${#present[@]} = 0 ]; then
      host; next 2
      echo "route add $host dev v$((r * 2)) table 9"
      present+=($host)
    else
      next ${#present[@]}
      echo "route del ${present[r]} table 9"
      present=("${present[@]:0:r}" "${present[@]:r+1}")
    fi
  done > $batch
  ip -force -batch $batch 2>&1 | sed "s:$batch:batch:" | sort | uniq -c
  next 4
  if [ $r = 0 ]; then ip link set v2 down; ip link set v2 up; fi
  echo "== $round"
  grep -e + /proc/net/fib_trie
  cat /proc/net/fib_triestat
done
rm $batch
