# packets of known connections take another way as soon as routes, rules, addresses or switches say so
for n in c s1 s2; do ip netns add $n; ip -n $n link set lo up; done
ip link add upc type veth peer name eth0 netns c
ip link add up1 type veth peer name eth0 netns s1
ip link add up2 type veth peer name eth0 netns s2
ip addr add 10.1.0.1/24 dev upc; ip addr add 10.2.1.1/24 dev up1; ip addr add 10.2.2.1/24 dev up2
for d in upc up1 up2; do ip link set $d up; done
ip -n c addr add 10.1.0.2/24 dev eth0; ip -n c link set eth0 up; ip -n c route add default via 10.1.0.1
for i in 1 2; do
  ip -n s$i addr add 10.2.$i.2/24 dev eth0; ip -n s$i addr add 10.9.9.9/32 dev lo; ip -n s$i link set eth0 up
  ip -n s$i route add default via 10.2.$i.1
done
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
for d in upc up1 up2; do sysctl -qw net.ipv4.conf.$d.rp_filter=0; done
nft -f - <<'N'
table ip t {
  counter one { }
  counter two { }
  chain pre { type filter hook prerouting priority mangle; ct state new counter; }
  chain post { type filter hook postrouting priority 0;
    oifname "up1" counter name one
    oifname "up2" counter name two
  }
}
N
ip route add 10.9.9.0/24 via 10.2.1.2
# the same connection each time: sent packets, answers, and through which device they went
t() {
  local got; got=$(ip netns exec c ping -e 77 -c 3 -i 0.05 -W 1 "${@:2}" 10.9.9.9 | grep -c 'bytes from')
  echo "$1: $got answers; $(nft reset counters table ip t | sed -n 's/.*packets \([0-9]*\).*/\1/p' | paste -sd' ') packets"
}
t warm; t known
ip route add 10.9.9.9/32 via 10.2.2.2; t 'a route of its own'
ip route change 10.9.9.9/32 via 10.2.1.2; t 'changed'
ip route change blackhole 10.9.9.9/32; t 'blackhole'
ip route del 10.9.9.9/32; t 'gone again'
ip route replace 10.9.9.0/24 via 10.2.2.2; t 'replaced'
ip route replace 10.9.9.0/24 via 10.2.1.2; t 'back'
ip route add table 7 10.9.9.0/24 via 10.2.2.2; t 'another table'
ip rule add from 10.1.0.2 lookup 7; t 'a rule'
ip rule del from 10.1.0.2 lookup 7; t 'no rule'
ip route add 10.9.9.9/32 tos 0x10 via 10.2.2.2; t 'a route of a tos'; t 'that tos' -Q 0x10; t 'no tos'
ip route del 10.9.9.9/32 tos 0x10 via 10.2.2.2
ip addr add 10.9.9.9/32 dev upc; t 'an address of its own'; ip addr del 10.9.9.9/32 dev upc; t 'not its own'
sysctl -qw net.ipv4.conf.upc.forwarding=0; t 'no forwarding'; sysctl -qw net.ipv4.conf.upc.forwarding=1; t 'forwarding'
ip route add 10.1.0.2/32 dev up2; ip neigh add 10.1.0.2 dev up2 lladdr 02:00:00:00:00:09; t 'sender elsewhere'
sysctl -qw net.ipv4.conf.upc.rp_filter=1; t 'strict'; sysctl -qw net.ipv4.conf.upc.rp_filter=2; t 'loose'
ip route del 10.1.0.2/32 dev up2; t 'sender at home'
ip link set up1 down; t 'cable cut'; ip link set up1 up; ip route add 10.9.9.0/24 via 10.2.1.2; t 'cable back'
nft add rule ip t pre ip daddr 10.9.9.9 meta mark set 5; t 'a mark'
ip rule add fwmark 5 lookup 7; t 'a rule of the mark'; ip rule del fwmark 5
nft flush chain ip t pre; nft add rule ip t pre ip daddr 10.9.9.9 ip daddr set 10.2.2.2; t 'written over'
nft flush chain ip t pre; t 'as sent'
ip route replace 10.9.9.0/24 nexthop via 10.2.1.2; ip route change 10.9.9.0/24 via 10.2.1.2 mtu 600; t 'a path MTU' -s 700 -M do; t 'short'
conntrack -F 2>/dev/null; t 'forgotten'
