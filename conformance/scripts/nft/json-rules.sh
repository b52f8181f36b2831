# rules of the less common kinds as JSON, and back
ip link add v0 type veth peer name v1
nft -f - <<'X'
table ip t {
 set s { type ipv4_addr; size 10; flags dynamic; }
 chain c { type filter hook output priority 0;
  dup to 1.2.3.4
  dup to 1.2.3.4 device "v0"
  ct count over 3 drop
  update @s { ip saddr ct count 5 }
  reset tcp option sack
  rt ip nexthop 1.2.3.4
  rt classid 5
  tcp option maxseg size set rt mtu
  tcp option @12,0,8 1
  ip option ra exists
  meta mark set symhash mod 4 offset 3
  meta mark set jhash ip saddr . tcp dport mod 4 seed 0x5 offset 2
  ct label set 5
  ct event set new,destroy
  ct original zone set 3
 }
}
table netdev n {
 chain c { type filter hook ingress device v0 priority 0;
  dup to v0
  fwd ip to 1.2.3.4 device v0
  fwd to v0
 }
}
table ip6 x {
 chain c { type filter hook output priority 0;
  frag frag-off 5
  exthdr hbh exists
  mh type 1
  rt type 0
 }
}
X
nft -j list ruleset
nft -j list ruleset > /tmp/x.json; nft flush ruleset; nft -j -f /tmp/x.json; echo $?; nft list ruleset
