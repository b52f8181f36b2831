# whole networks translated one to one: listings, mistakes, packets
nft add table ip t; nft add chain ip t c '{ type nat hook postrouting priority 0; }'; nft add chain ip t d '{ type nat hook prerouting priority 0; }'; nft add table inet i; nft add chain inet i c '{ type nat hook postrouting priority 0; }'
nft add rule ip t c snat prefix to 10.1.0.0/24
nft add rule ip t c snat ip prefix to 10.1.0.0/24 persistent
nft add rule ip t d dnat prefix to 10.1.0.0-10.1.0.255
nft add rule ip t d dnat prefix to 10.1.0.1
nft add rule ip t c snat to 10.1.0.0/24
nft add rule inet i c snat ip6 prefix to fd00::/64
nft add rule inet i c snat ip prefix to 10.0.0.0/24
nft add rule inet i c snat prefix to 10.0.0.0/24
nft list ruleset
nft -j list ruleset
nft flush ruleset
ip netns add pe; ip link add v0 type veth peer name v1 netns pe
ip link set v0 address 02:00:00:00:00:01; ip -n pe link set v1 address 02:00:00:00:00:02
ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip -n pe addr add 10.0.0.2/24 dev v1; ip -n pe link set v1 up; ip link set lo up; ip -n pe link set lo up
ip addr add 172.16.5.9/24 dev lo
for a in 10.9.0.9 10.9.0.77; do ip -n pe addr add $a/32 dev lo; done
ip -n pe route add 10.1.0.0/24 via 10.0.0.1; ip route add 10.8.0.0/24 via 10.0.0.2
sleep 1.5
nft -f - <<'X'
table ip t {
 chain c { type nat hook postrouting priority 100;
  ip saddr 172.16.5.0/24 counter snat prefix to 10.1.0.0/24
 }
 chain d { type nat hook output priority -100;
  ip daddr 10.8.0.0/24 dnat prefix to 10.9.0.0/24
 }
}
X
ip netns exec pe tcpdump -n -t -l -i v1 icmp > cap 2>/dev/null & c=$!
sleep 1
ip route add 10.9.0.0/24 via 10.0.0.2
ping -c 1 -q -I 172.16.5.9 10.0.0.2 | grep received
ping -c 1 -q 10.8.0.77 | grep received
ping -c 1 -q 10.8.0.9 | grep received
sleep 0.5; kill $c; wait 2>/dev/null
sed 's/id [0-9]*/id ID/' cap
nft list ruleset
