#!/bin/bash
# flannel's vxlan backend by hand: two nodes, no learning, ARP and FDB entries written by the "daemon".
set -euo pipefail
node() { local n=$1; shift; ip netns exec "$n" "$@"; }
ip link add underlay type bridge; ip link set underlay up
for i in 1 2; do
  ip netns add node$i
  ip link add n$i type veth peer name eth0 netns node$i
  ip link set n$i master underlay up
  node node$i ip addr add 192.168.0.1$i/24 dev eth0
  node node$i ip link set eth0 up
  node node$i ip link add flannel.1 address 02:f1:00:00:00:0$i type vxlan id 1 local 192.168.0.1$i dev eth0 dstport 8472 nolearning
  node node$i ip addr add 10.244.$i.0/32 dev flannel.1
  node node$i ip link set flannel.1 up
  node node$i ip link add cni0 type bridge
  node node$i ip addr add 10.244.$i.1/24 dev cni0
  node node$i ip link set cni0 mtu 1450 up
  node node$i sysctl -qw net.ipv4.ip_forward=1
  ip netns add pod$i
  node node$i ip link add vethpod$i mtu 1450 type veth peer name eth0 mtu 1450 netns pod$i
  node node$i ip link set vethpod$i master cni0 up
  node pod$i ip addr add 10.244.$i.2/24 dev eth0
  node pod$i ip link set eth0 up
  node pod$i ip route add default via 10.244.$i.1
done
for pair in "1 2" "2 1"; do
  read -r me peer <<<"$pair"
  node node$me ip route add 10.244.$peer.0/24 via 10.244.$peer.0 dev flannel.1 onlink
  node node$me ip neigh replace 10.244.$peer.0 lladdr 02:f1:00:00:00:0$peer dev flannel.1 nud permanent
  node node$me bridge fdb append 02:f1:00:00:00:0$peer dev flannel.1 dst 192.168.0.1$peer
done
sleep 1.5
node pod1 ping -c 3 -i 0.2 10.244.2.2
node pod1 ping -c 1 -M do -s 1422 -W 1 10.244.2.2 | tail -2 | head -1
node pod1 ping -c 1 -M do -s 1423 -W 1 10.244.2.2 || echo "too big: $?"
node pod1 traceroute -n -q 1 10.244.2.2 | awk 'NR > 1 {print $1, $2}'
node node1 ip -d link show flannel.1
node node1 bridge fdb show dev flannel.1
node node1 ip neigh show dev flannel.1
node node1 ip route
node node1 ip -s -j link show flannel.1 | jq -c '.[0].stats64 | {rx: .rx.packets, tx: .tx.packets}'
echo "--- on the wire"
node node2 timeout 3 tcpdump -c 2 -nni eth0 udp port 8472 2>/dev/null > /tmp/cap &
sleep 1
node pod1 ping -c 1 10.244.2.2 >/dev/null
wait
sed -E 's/^[0-9:.]+ //; s/192.168.0.1([12])\.[0-9]+ >/192.168.0.1\1.port >/; s/id [0-9]+/id N/; s/tos 0x0, ttl/ttl/' /tmp/cap
echo "--- node 2 goes away"
node node1 bridge fdb del 02:f1:00:00:00:02 dev flannel.1
node pod1 ping -c 2 -i 0.2 -W 1 10.244.2.2 || echo "lost: $?"
node node1 ip -s link show flannel.1 | awk "END {print NF, \$3}"
