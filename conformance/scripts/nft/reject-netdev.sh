# packets that are refused at a device, copied to another host and sent to a neighbour, in both families
mkns() { ip netns add $1; ip -n $1 link set lo up; }
mkns cli; mkns rtr; mkns mir
ip link add c0 address 02:00:00:00:00:01 netns cli type veth peer name r0 address 02:00:00:00:00:02 netns rtr
ip link add m0 address 02:00:00:00:00:03 netns mir type veth peer name r1 address 02:00:00:00:00:04 netns rtr
for d in "cli c0 1" "rtr r0 2"; do set -- $d; ip -n $1 addr add 10.1.0.$3/24 dev $2; ip -n $1 addr add fd01::$3/64 dev $2 nodad; ip -n $1 link set $2 up; done
for d in "mir m0 1" "rtr r1 2"; do set -- $d; ip -n $1 addr add 10.2.0.$3/24 dev $2; ip -n $1 addr add fd02::$3/64 dev $2 nodad; ip -n $1 link set $2 up; done
sleep 1.5
R="ip netns exec rtr"; C="ip netns exec cli"; M="ip netns exec mir"
$R ping -qc1 10.2.0.1 > /dev/null; $R ping -qc1 fd02::1 > /dev/null; $C ping -qc1 10.1.0.2 >/dev/null;  $C ping -qc1 fd01::2 >/dev/null
$R nft -f - <<'E'
table netdev t {
  chain c {
    type filter hook ingress device r0 priority 0;
    ip daddr 10.1.0.50 reject with icmp type host-unreachable
    tcp dport 81 reject with tcp reset
    udp dport 82 reject
    udp dport 83 reject with icmpx type admin-prohibited
    icmp type echo-request ip daddr 10.1.0.2 icmp sequence 3 reject with icmp type net-unreachable
    icmpv6 type echo-request icmpv6 sequence 3 reject with icmpv6 type admin-prohibited
    udp dport 84 ip daddr 10.1.0.2 fwd ip to 10.2.0.1 device r1
    udp dport 84 ip6 nexthdr udp fwd ip6 to fd02::1 device r1
    ip saddr 10.1.0.77 reject with tcp reset
  }
}
E
$R nft list ruleset
$C tcpdump -qlnvvei c0 'tcp or udp or icmp or (icmp6 and ip6[40] == 1)' > cap 2> /dev/null & T=$!
$M tcpdump -lnvvei m0 udp > capm 2> /dev/null & TM=$!
sleep 1
for p in 81; do $C nc -zvnw1 10.1.0.2 $p; $C nc -zvnw1 fd01::2 $p; done 2>&1 | sed 's/^nc: //'
for p in 82 83 84; do echo x | $C nc -unw1 -p 999 10.1.0.2 $p;  echo x | $C nc -unw1 -p 999 fd01::2 $p; done
$C ping -nc3 -i0.2 10.1.0.2 | sed 's/time.*//; /^rtt/d'
$C ping -nc3 -i0.2 fd01::2 | sed 's/time.*//; /^rtt/d'
sleep .5; kill $T $TM; wait 2> /dev/null
sed 's/^[0-9:.]* //; s/id [0-9]*, //g; s/seq [0-9]*[0-9]\{5\}\b/seq N/; s/ack [0-9]*[0-9]\{5\}\b/ack N/; s/TS val [0-9]* ecr [0-9]*/TS/g; s/\.[0-9]* > 10.1.0.2.81/.P > 10.1.0.2.81/; s/\.[0-9]* > fd01::2.81/.P > fd01::2.81/; s/2.81 > \([0-9a-f.:]*\)\.[0-9]*:/2.81 > \1.P:/; s/cksum 0x[0-9a-f]* ([^)]*)/cksum/; s/flowlabel 0x[0-9a-f]*, //; /echo/d' cap | grep -v 'echo re' 
sed 's/^[0-9:.]* //; s/id [0-9]*, //g; s/flowlabel 0x[0-9a-f]*, //; s/\[bad udp cksum [^]]*\]/[cksum]/; s/\[udp sum ok\]/[cksum]/' capm
