# What happens to my packet? nft monitor trace.
ip netns add peer
ip link add veth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns peer
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up
ip -n peer addr add 10.0.0.2/24 dev eth0; ip -n peer link set eth0 up
sleep 1.6
nft -f - <<'E'
table inet filter {
  set blocked { type ipv4_addr; flags timeout; }
  chain trace { type filter hook prerouting priority -350; iifname "veth0" ip protocol icmp meta nftrace set 1; }
  chain input { type filter hook input priority 0; policy drop; ct state vmap { established : accept, related : accept, invalid : drop }; iif lo accept; ip saddr @blocked drop; icmp type echo-request limit rate 100/second jump ping; tcp dport 22 accept; }
  chain ping { counter; ip saddr 10.0.0.2 accept; }
}
E
timeout 6 nft monitor trace > /tmp/t &
sleep 0.5
ip netns exec peer ping -c1 -q 10.0.0.1 | grep received
sleep 0.3
nft add element inet filter blocked '{ 10.0.0.2 timeout 1h }'
ip netns exec peer ping -c1 -W1 -q 10.0.0.1 | grep received
conntrack -F 2>/dev/null
ip netns exec peer ping -c1 -W1 -q 10.0.0.1 | grep received
nft list set inet filter blocked | sed -E 's/expires .*/expires X }/'
wait
sed -E 's/trace id [0-9a-f]+/trace id ID/; s/ip id [0-9]+/ip id N/; s/icmp id [0-9]+/icmp id N/; s/0x[0-9a-f]{6,}/0xDATA/' /tmp/t
