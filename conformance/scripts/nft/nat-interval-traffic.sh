# Packets through translations by maps of networks and ranges.
mkns() { ip netns add $1; ip -n $1 link set lo up; }
mkns cli; mkns rtr; mkns srv
ip link add c0 address 02:00:00:00:00:01 netns cli type veth peer name r0 address 02:00:00:00:00:02 netns rtr
ip link add s0 address 02:00:00:00:00:03 netns srv type veth peer name r1 address 02:00:00:00:00:04 netns rtr
for n in 1 2 3 4; do ip -n cli addr add 10.1.0.$n/24 dev c0; done
ip -n cli addr add fd01::1/64 dev c0 nodad; ip -n rtr addr add fd01::fe/64 dev r0 nodad; ip -n rtr addr add fd02::fe/64 dev r1 nodad
ip -n srv addr add fd02::1/64 dev s0 nodad; ip -n srv addr add fd02::2/64 dev s0 nodad
ip -n rtr addr add 10.1.0.254/24 dev r0
ip -n rtr addr add 10.2.0.254/24 dev r1
for n in 1 2 3 4 20; do ip -n srv addr add 10.2.0.$n/24 dev s0; done
ip -n cli link set c0 up; ip -n srv link set s0 up; ip -n rtr link set r0 up; ip -n rtr link set r1 up
ip -n cli route add default via 10.1.0.254; ip -n srv route add default via 10.2.0.254
ip -n cli -6 route add default via fd01::fe; ip -n srv -6 route add default via fd02::fe
ip netns exec rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
sleep 1.5
R="ip netns exec rtr"
$R nft -f - <<'E'
table ip t {
  map back {
    type ipv4_addr : interval ipv4_addr
    flags interval
    elements = { 10.1.0.1-10.1.0.2 : 10.2.0.20-10.2.0.20 }
  }
  chain c {
    type nat hook prerouting priority -100;
    dnat ip prefix to ip daddr map { 10.9.0.0/24 : 10.2.0.0/24, 10.8.0.0/29 : 10.2.0.0/29 }
    tcp dport 80 dnat ip addr . port to ip saddr . tcp dport map { 10.1.0.0/30 . 80 : 10.2.0.2-10.2.0.2 . 8000-8000 }
    dnat to ip saddr map { 10.1.0.4 : 10.2.0.3-10.2.0.3 }
  }
  chain s {
    type nat hook postrouting priority 100;
    snat to ip saddr . tcp sport map { 10.1.0.1 . 999 : 10.2.0.254 . 4321 }
    snat ip prefix to ip saddr map { 10.1.0.0/24 : 10.7.0.0/24 }
  }
}
table inet t6 {
  chain c {
    type nat hook prerouting priority -100;
    dnat ip6 prefix to ip6 daddr map { fd09::/64 : fd02::/64 }
    dnat ip6 addr . port to ip6 daddr . udp dport map { fd08::1 . 53 : fd02::2 . 5353 }
  }
}
E
$R nft list ruleset
for a in 10.9.0.3 10.8.0.4 10.77.0.1; do ip netns exec cli ping -nq -c1 -W1 -I 10.1.0.4 $a | sed -n 1,4p | sed 's/time .*//'; done
ip netns exec srv ip route add 10.7.0.0/24 via 10.2.0.254
ip netns exec srv timeout 5 nc -4 -l -p 8000 > out & sleep 0.3
echo hello | ip netns exec cli timeout 3 nc -N -s 10.1.0.1 -p 999 10.55.0.1 80
wait; cat out
ip netns exec srv timeout 2 nc -6 -u -l -p 5353 > out & sleep 0.3
echo hello6 | ip netns exec cli timeout 1 nc -u -p 777 -w1 fd08::1 53
wait; cat out
ip netns exec cli ping -nq -c1 -W1 fd09::2  | sed -n 1,4p | sed 's/time .*//'
$R conntrack -L 2>/dev/null | sed 's/[a-z]* *[0-9]* [0-9]* //; s/ id=[0-9]*//g' | sort
$R conntrack -L -f ipv6 2>/dev/null | sed 's/[a-z-]* *[0-9]* [0-9]* //; s/ id=[0-9]*//g' | sort
