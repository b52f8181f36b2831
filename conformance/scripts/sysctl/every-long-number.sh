# Numbers that are long, or greater than most: which entries take them, and what is read back; what other namespaces may write.
ip netns add n
ip netns exec n ip link add v0 type veth peer name v1
cat > write.sh <<'X'
cd /proc/sys/net
for f in core/[rw]mem_* ipv4/ip_local_reserved_ports ipv4/ipfrag_* ipv6/ip6frag_* ipv6/icmp/ratemask ipv4/conf/v0/tag ipv4/neigh/v0/locktime ipv[46]/fib_notify_on_flag_change ipv6/route/max_size; do
  echo "## $f $(stat -c %a $f)"
  read -r -d '' old < $f
  for v in 00000000000000000001 000000000000000000001 -0000000000000000001 -00000000000000000001 0x0000000000000000001 0x000000000000000001 \
    2 3 9007199254740993 9223372036854775807 18446744073709551615 18446744073709551616 -1; do
    e=$( { printf '%s' "$v" > $f; } 2>&1 ); read -r -d '' new < $f
    echo "$v: ${e##*: } -> $new"
    printf '%s' "$old" > $f
  done
done 2>/dev/null
# one limit bounds the other, however great they are
for v in high_thresh=18446744073709551615 low_thresh=18446744073709551614 high_thresh=18446744073709551613 low_thresh=18446744073709551615 \
  low_thresh=5 high_thresh=4 high_thresh=5; do
  for p in ipv4/ipfrag ipv6/ip6frag; do
    echo ${v#*=} > ${p}_${v%=*}; cat ${p}_low_thresh ${p}_high_thresh
  done
done 2>&1 | sed 's/.*: line [0-9]*: //'
sysctl -w net.core.rmem_max=5000; sysctl net.core.rmem_max
X
ip netns exec n bash write.sh
