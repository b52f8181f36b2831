# translations to an address with a port that a map says; a map of addresses; a pair that is written out
nft add table ip nat; nft 'add chain ip nat pre { type nat hook prerouting priority dstnat; }'
nft 'add map ip nat m { type inet_service : ipv4_addr . inet_service; elements = { 8080 : 192.168.1.10 . 80, 2222 : 192.168.1.11 . 22 }; }'
nft 'add map ip nat m1 { type inet_service : ipv4_addr; elements = { 8080 : 192.168.1.10 }; }'
nft add table ip6 nat; nft 'add chain ip6 nat pre { type nat hook prerouting priority dstnat; }'
nft 'add map ip6 nat m { type inet_service : ipv6_addr . inet_service; elements = { 8080 : fd00::10 . 80 }; }'
nft add table inet n; nft 'add chain inet n pre { type nat hook prerouting priority dstnat; }'
r() { echo "-- $*"; nft "add rule ip nat pre $*"; }
r 'dnat ip addr . port to tcp dport map { 80 : 10.0.0.1 . 8080, 81 : 10.0.0.2 . 8081 }'
r 'dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }'
r 'dnat to tcp dport map { 80 : 10.0.0.1 . 8080 }'
r 'dnat ip addr . port to tcp dport map @m'
r 'dnat to tcp dport map @m'
r 'dnat ip to tcp dport map @m'
r 'dnat to tcp dport map @m1'
r 'dnat to ip saddr . tcp dport map { 1.2.3.4 . 80 : 10.0.0.1 . 8080 }'
r 'dnat to ip saddr map { 1.2.3.4 : 10.0.0.1 . 8080 }'
r 'meta l4proto tcp dnat to ip saddr map { 1.2.3.4 : 10.0.0.1 . 8080 }'
r 'dnat ip addr . port to 1.2.3.4 . 80'
r 'tcp dport 80 dnat ip addr . port to 1.2.3.4 . 80'
r 'iifname "eth0" dnat ip addr . port to tcp dport map @m random,persistent'
r 'udp dport 53 dnat to 10.0.0.9 . 5353'
nft 'add rule ip6 nat pre dnat to tcp dport map @m'
nft 'add rule ip6 nat pre dnat ip6 addr . port to tcp dport map { 80 : fd00::1 . 8080 }'
nft 'add rule inet n pre dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }'
nft 'add rule inet n pre dnat ip addr . port to tcp dport map { 80 : 10.0.0.1 . 8080 }'
nft 'add rule inet n pre dnat to tcp dport map { 80 : 10.0.0.1 }'
nft list ruleset
nft -j list chain ip nat pre
nft list ruleset > saved; nft flush ruleset; nft -f saved; nft list ruleset | diff saved -
nft flush ruleset
# and a packet goes where the map says
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up; ip netns add c; ip link add e0 type veth peer name eth0 netns c; ip addr add 10.0.0.1/24 dev e0; ip link set e0 up
ip -n c addr add 10.0.0.2/24 dev eth0; ip -n c link set eth0 up
sleep 1.5
nft -f - <<'N'
table ip nat {
	map web { type inet_service : ipv4_addr . inet_service; elements = { 8080 : 10.0.0.1 . 80 }; }
	chain pre { type nat hook prerouting priority dstnat; dnat ip addr . port to tcp dport map @web; }
}
N
nc -l 10.0.0.1 80 & sleep .3
echo through | ip netns exec c nc -N 10.0.0.1 8080
wait
conntrack -L 2>/dev/null | awk '{ print $1, $4, $5, $6, $8, $9, $10, $11, $12 }' | sed 's/sport=[0-9]*/sport=P/; s/dport=[3456][0-9]*/dport=P/'
