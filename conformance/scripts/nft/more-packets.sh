# packets through rt, hash, exthdr, labels, fib, counts of connections, copies and forwarding
ip link set lo up
ip netns add pe; ip link add v0 type veth peer name v1 netns pe
ip link set v0 address 02:00:00:00:00:01; ip -n pe link set v1 address 02:00:00:00:00:02
sysctl -qw net.ipv6.conf.v0.accept_dad=0; ip netns exec pe sysctl -qw net.ipv6.conf.v1.accept_dad=0
ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip -n pe addr add 10.0.0.2/24 dev v1; ip -n pe link set v1 up; ip -n pe link set lo up
ip addr add fd00::1/64 dev v0 nodad; ip -n pe addr add fd00::2/64 dev v1 nodad
ip route add 10.9.0.0/16 via 10.0.0.2; ip -n pe addr add 10.9.0.1/32 dev lo
sleep 1.5
nft -f - <<'X'
table inet t {
 map ids { type ipv4_addr : mark; flags dynamic; size 16; }
 set cl { type ipv4_addr; flags dynamic; size 16; }
 chain out { type filter hook output priority 0;
  ip daddr 10.0.0.2 rt ip nexthop 10.0.0.2 counter
  rt ip nexthop 10.0.0.2 counter
  rt ip6 nexthop fd00::2 icmpv6 type echo-request counter
  rt classid 0 counter
  icmp type echo-request meta mark set jhash ip daddr mod 16 seed 0x1234
  icmp type echo-request meta mark 0 counter
  icmp type echo-request meta mark 1-3 counter
  icmp type echo-request meta mark 4-7 counter
  icmp type echo-request meta mark 8-15 counter
  icmp type echo-request meta mark set jhash ip saddr . ip daddr mod 1000 seed 0xabcdef offset 7
  icmp type echo-request meta mark 7-500 counter
  icmp type echo-request meta mark 501-1007 counter
  icmp type echo-request symhash mod 1 offset 3 3 counter
  tcp flags syn tcp option maxseg size set 1000
  tcp flags syn tcp option maxseg size 1000 counter
  tcp flags syn tcp option sack-perm exists counter
  tcp flags syn tcp option window count 0-14 counter
  tcp option timestamp tsval > 0 tcp flags syn counter
  tcp option mptcp exists counter
  ip option ra exists counter
  exthdr hbh exists counter
  frag id 0-4294967295 counter
  ct label set 5
  ct label 5 counter
  ct label 6 counter
  ct avgpkt > 5 counter
 }
 chain in { type filter hook input priority 0;
  fib saddr oif "v0" counter
  fib saddr . iif oif exists counter
  fib saddr . iif oif missing counter
  fib daddr type local counter
  fib saddr oifname "v0" counter
 }
}
X
ip netns exec pe nc -l -k 7 > /dev/null & n=$!
sleep 0.5
ping -c 2 -q 10.0.0.2 > /dev/null; ping -c 1 -q 10.9.0.1 >/dev/null; ping -6 -c 1 -q fd00::2 > /dev/null; ping -c 1 -q 127.0.0.1 >/dev/null
echo hi | nc -N -w 1 10.0.0.2 7
sleep 0.3
nft list chain inet t out; nft list chain inet t in
conntrack -L -o labels -p icmp 2>/dev/null | grep -c labels
nft delete table inet t
echo == connlimit
nft -f - <<'X'
table ip t {
 set s { type ipv4_addr; size 10; flags dynamic; }
 chain out { type filter hook output priority 0;
  tcp flags syn ct count over 1 counter reject with tcp reset
  tcp flags syn counter
 }
}
X
for i in 1 2 3; do (sleep 1 | nc -w 2 10.0.0.2 7; echo "rc $?") & sleep 0.2; done; wait %2 %3 %4 2>/dev/null
nft list table ip t
nft delete table ip t
echo == dup and fwd
ip netns add qe; ip link add v2 type veth peer name v3 netns qe; ip link set v2 address 02:00:00:00:00:03; ip -n qe link set v3 address 02:00:00:00:00:04
sysctl -qw net.ipv6.conf.v2.disable_ipv6=1;  ip netns exec qe sysctl -qw net.ipv6.conf.v3.disable_ipv6=1
ip addr add 10.1.0.1/24 dev v2; ip link set v2 up; ip -n qe addr add 10.1.0.2/24 dev v3; ip -n qe link set v3 up
ip neigh add 10.1.0.2 lladdr 02:00:00:00:00:04 dev v2 nud permanent
sleep 1.5
ip netns exec qe tcpdump -n -t -l -i v3 -e icmp > cap 2>/dev/null & c=$!
sleep 1
nft -f - <<'X'
table ip t {
 chain out { type filter hook output priority 0;
  icmp type echo-request ip daddr 10.0.0.2 counter dup to 10.1.0.2
 }
}
X
ping -c 1 -q 10.0.0.2 | grep received
nft delete table ip t
nft -f - <<'X'
table netdev t {
 chain in { type filter hook ingress device v0 priority 0;
  icmp type echo-reply counter dup to v2
  icmp type echo-reply fwd to v2
 }
}
X
ping -c 1 -q -W 1 10.0.0.2 | grep received
nft delete table netdev t
nft -f - <<'X'
table netdev t {
 chain in { type filter hook ingress device v0 priority 0;
  icmp type echo-reply fwd ip to 10.1.0.2 device v2
 }
}
X
ping -c 1 -q -W 1 10.0.0.2 | grep received
nft delete table netdev t
sleep 0.7; kill $c; wait $c 2>/dev/null
sed 's/id [0-9]*/id ID/' cap
kill $n
