# What is written to the files of a device's queues and of its reception, and what is read back.
ip netns add n
cat > write.sh <<'X'
ip link add v0 numtxqueues 40 numrxqueues 33 type veth peer name v1
ip tuntap add t0 mode tap
for d in lo v0 t0; do
  cd /sys/class/net/$d
  for f in gro_flush_timeout napi_defer_hard_irqs threaded queues/rx-0/rps_cpus queues/rx-0/rps_flow_cnt queues/tx-0/tx_maxrate \
    queues/tx-0/xps_cpus queues/tx-0/xps_rxqs; do
    echo "## $d $f $(cat $f 2>&1)"
    read -r -d '' old < $f
    for v in ' ' 1 2 3 7 100 0x1 010 +1 -1 ' 1' '1 ' '1 1' 1, ,1 1,2 1,00000000 ff,ff,ff 00000001 100000001 abc x \
      2147483648 18446744073709551615 18446744073709551616; do
      [ "$f$v" != queues/rx-0/rps_flow_cnt2147483648 ] || continue
      e=$( { printf '%s' "$v" > $f; } 2>&1 ); echo "'$v': ${e##*: } -> $(cat $f 2>&1)"
      printf '%s' "$old" > $f
    done
  done
done 2>/dev/null
cd /sys/class/net/v0
echo 1000 > gro_flush_timeout; echo 5 > napi_defer_hard_irqs; echo 1 > queues/rx-1/rps_cpus; echo 1 > queues/tx-1/xps_cpus
cat queues/{rx-0/rps,rx-1/rps,tx-0/xps,tx-1/xps}_cpus
cd /; ip link set v0 name w0
ip netns add m; ip link set w0 netns m
ip netns exec m bash -c 'cd /sys/class/net/w0; cat gro_flush_timeout napi_defer_hard_irqs queues/rx-1/rps_cpus queues/tx-1/xps_cpus'
X
ip netns exec n bash write.sh
