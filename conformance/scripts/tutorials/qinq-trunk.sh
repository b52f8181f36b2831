#!/bin/bash
# profile: debian
# 802.1ad: a provider carries two customers' VLANs through its own. Both customers use VLAN 10 and the same addresses; neither hears the other.
# What is on the trunk, whose addresses are learnt where, what becomes of frames that are too long with two tags, and of BPDUs.
set -e
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ns() { ip netns add $1; ip netns exec $1 sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; }
for n in west east; do
  ns $n
  # the provider's switches look at the outer tag, and give one to what has none of theirs
  ip -n $n link add sw address 02:00:00:00:ee:01 type bridge forward_delay 0 mcast_snooping 0 vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 0
done
ip -n west link add trunk address 02:00:00:00:0e:01 type veth peer name trunk address 02:00:00:00:0e:02 netns east
for n in west east; do
  ip -n $n link set trunk master sw
  for vid in 100 200; do bridge -n $n vlan add dev trunk vid $vid; done
done
# customers: 1 in VLAN 100 of the provider, 2 in VLAN 200
i=0
for n in west east; do
  i=$((i + 1))
  for customer in 1 2; do
    ns host$customer$n
    ip -n $n link add to$customer address 02:00:00:00:c$customer:0$i type veth peer name eth0 address 02:00:00:00:0$customer:0$i netns host$customer$n
    ip -n $n link set to$customer master sw
    bridge -n $n vlan add dev to$customer vid ${customer}00 pvid untagged
    ip -n $n link set to$customer up
    ip -n host$customer$n link set eth0 up
    ip -n host$customer$n addr add 192.168.0.$i/24 dev eth0
    ip -n host$customer$n link add link eth0 name vlan10 type vlan id 10
    ip -n host$customer$n addr add 10.0.10.$i/24 dev vlan10
    ip -n host$customer$n link set vlan10 up
  done
  ip -n $n link set trunk up
  ip -n $n link set sw up
done
sleep 2
echo "== the provider's VLANs"
bridge -n west vlan show
bridge -n west -j -p vlan show dev to1
ip -n west -d link show sw | grep -o 'vlan_filtering.*vlan_protocol [^ ]*'
echo "== pings in the customers' VLAN 10, and without a tag"
ip netns exec west timeout 2 tcpdump -tnei trunk > trunk.txt 2> /dev/null &
sleep 0.5
for customer in 1 2; do
  ip netns exec host${customer}west ping -q -c 1 10.0.10.2 | grep received
  ip netns exec host${customer}west ping -q -c 1 192.168.0.2 | grep received
done
wait
cat trunk.txt
echo "== learnt by the provider: in its own VLANs"
bridge -n west fdb show br sw | grep -v permanent | sort
echo "== who has which address, the customers know"
for customer in 1 2; do ip -n host${customer}west neigh show dev vlan10 | sed 's/REACHABLE\|DELAY\|STALE/…/'; done
echo "== too long with two tags: the trunk's MTU counts without the first"
ip -n west link set trunk mtu 1400
ip -n east link set trunk mtu 1400
try() { ip netns exec host1west ping -q -c 1 -W 1 -M do -s $1 10.0.10.2 | grep -c ' 1 received' || true; }
for size in 1364 1368 1369 1372 1373 1400; do echo "$size: $(try $size)"; done
ip -n west link set trunk mtu 1504
ip -n east link set trunk mtu 1504
echo "1472: $(try 1472)"
echo "== a customer's own switch: its VLAN filter sees the inner tag"
ns office
ip -n office link add sw type bridge forward_delay 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip -n west link del to1
ip -n west link add to1 address 02:00:00:00:c1:01 type veth peer name uplink address 02:00:00:00:0f:01 netns office
ip -n west link set to1 master sw
bridge -n west vlan add dev to1 vid 100 pvid untagged
ip -n west link set to1 up
ns desk
ip -n office link add desk address 02:00:00:00:0f:02 type veth peer name eth0 address 02:00:00:00:0d:01 netns desk
for p in uplink desk; do ip -n office link set dev $p master sw; ip -n office link set dev $p up; done
ip -n office link set sw up
bridge -n office vlan add dev uplink vid 10
bridge -n office vlan add dev desk vid 10 pvid untagged
ip -n desk addr add 10.0.10.1/24 dev eth0
ip -n desk link set eth0 up
sleep 2
ip netns exec desk ping -q -c 1 10.0.10.2 | grep received
bridge -n office vlan del dev uplink vid 10
ip -n desk neigh flush dev eth0
ip netns exec desk ping -q -c 1 -W 1 10.0.10.2 | grep received || true
echo "== one device for each tag, by hand"
ns pc
ip -n pc link add eth0 address 02:00:00:00:0a:01 type veth peer name tail address 02:00:00:00:0a:02
ip -n pc link set eth0 up
ip -n pc link set tail up
ip -n pc link add link eth0 name eth0.100 type vlan protocol 802.1ad id 100
ip -n pc link add link eth0.100 name eth0.100.10 type vlan protocol 802.1Q id 10
ip -n pc link set eth0.100 up
ip -n pc link set eth0.100.10 up
ip -n pc addr add 10.9.0.1/24 dev eth0.100.10
ip -n pc -d link show eth0.100.10 | grep -o 'vlan protocol.*id [0-9]*'
ip -n pc -d link show eth0.100 | grep -o 'vlan protocol.*id [0-9]*'
ip netns exec pc timeout 2 tcpdump -c 1 -tnei tail arp or vlan 2> /dev/null &
sleep 0.5
ip netns exec pc ping -q -c 1 -W 1 10.9.0.2 | grep received || true
wait
