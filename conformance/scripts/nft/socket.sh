# what the packet's socket says: rules in every family, and packets
t() { nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
for f in ip ip6 inet bridge; do nft add table $f t; nft add chain $f t c '{ type filter hook input priority 0; }';  nft add chain $f t p '{ type filter hook prerouting priority 0; }' 2>/dev/null; nft add chain $f t o '{ type filter hook output priority 0; }'; nft add chain $f t x; done

ip link add veth0 type veth peer name veth1
nft add table netdev t; nft add chain netdev t c '{ type filter hook ingress device veth0 priority 0; }'
for x in "ip t c" "ip6 t p" "inet t c" "ip t o" "netdev t c" "bridge t p"; do for s in 'socket transparent 1' 'socket transparent exists' 'socket mark 5' 'socket mark & 0xf == 5' 'socket wildcard 0' 'socket cgroupv2 level 1 "foo"' 'meta mark set socket mark' 'socket transparent { 0, 1 }' 'socket mark set 5' 'socket' 'socket foo 1' 'ct zone set 5' 'ct state new' 'notrack'; do  echo "-- $x $s"; t add rule $x $s; done; done
nft list ruleset; nft -j list ruleset
nft flush ruleset
ip netns add peer
ip link add v0 address 02:00:00:00:00:01 type veth peer name p0 address 02:00:00:00:00:02 netns peer
ip addr add 10.0.0.1/24 dev v0; ip -n peer addr add 10.0.0.2/24 dev p0
ip addr add fd00::1/64 dev v0 nodad; ip -n peer addr add fd00::2/64 dev p0 nodad
ip link set lo up; ip link set v0 up; ip -n peer link set p0 up; ip -n peer link set lo up
sleep 1.5
nft -f - <<'E'
table inet s {
  counter any { }
  counter notrans { }
  counter wild { }
  counter bound { }
  counter nomark { }
  counter none { }
  chain c {
    type filter hook prerouting priority 0;
    meta l4proto != { tcp, udp } accept
    socket wildcard 1 counter name any
    socket wildcard 1 meta l4proto . th dport { tcp . 80, udp . 81 } counter name wild
    socket wildcard 0 counter name bound
    socket transparent 0 counter name notrans
    socket mark 0 counter name nomark
    socket transparent 0 accept
    counter name none
  }
}
E
timeout 6 nc -4 -l -p 80 > /dev/null & timeout 6 nc -4 -l -s 10.0.0.1 -p 82 > /dev/null & timeout 3 nc -6 -u -l -p 81 > /dev/null & timeout 3 nc -u -l -s 10.0.0.1 -p 83 > /dev/null &
sleep .5
for p in 80 82 84; do ip netns exec peer nc -zw1 10.0.0.1 $p; echo $?; done
echo x | ip netns exec peer nc -uw1 fd00::1 81; echo x | ip netns exec peer nc -uw1 10.0.0.1 83; echo x | ip netns exec peer nc -uw1 10.0.0.1 85
wait
nft list counters | grep -v bytes > /dev/null; nft list counters | sed 's/bytes.*//'
