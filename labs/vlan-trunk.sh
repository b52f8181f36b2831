#!/usr/bin/env bash
# profile: debian
# VLAN trunk: two switches, two VLANs, one cable between the switches, and a router on a stick.

# sw1 and sw2 are switches: each a namespace with a bridge that looks at VLANs. Without a word about it every port would be in
# VLAN 1; with `vlan_default_pvid 0` a port is in none, and only what is allowed below passes.
for i in 1 2; do
  ip netns add sw$i
  ip -n sw$i link add br0 address 02:00:00:00:b0:0$i type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0
  ip -n sw$i link set br0 up
done

# host NAME SWITCH VLAN: a host at an access port. It knows nothing of VLANs.
host() {
  ip netns add $1
  ip netns exec $1 sysctl -qw net.ipv6.conf.default.disable_ipv6=1
  ip -n $1 link add eth0 address 02:00:00:00:$3:0$2 type veth peer name to-$1 address 02:00:00:00:$3:b$2 netns sw$2
  ip -n $1 addr add 10.0.$3.$2/24 dev eth0
  ip -n $1 link set eth0 up
  ip -n $1 route add default via 10.0.$3.254
  ip -n sw$2 link set to-$1 master br0 up
  bridge -n sw$2 vlan add dev to-$1 vid $3 pvid untagged
}
host red1 1 10
host red2 2 10
host blue1 1 20
host blue2 2 20

# The trunk: one cable for both VLANs; each frame on it carries the number of its own.
ip -n sw1 link add trunk address 02:00:00:00:ff:01 type veth peer name trunk address 02:00:00:00:ff:02 netns sw2
for i in 1 2; do
  ip -n sw$i link set trunk master br0 up
  bridge -n sw$i vlan add dev trunk vid 10
  bridge -n sw$i vlan add dev trunk vid 20
done
sleep 1.5

# watch NAMESPACE DEVICE COUNT FILE: what passes there. shown FILE...: what was seen.
watch() { ip netns exec $1 tcpdump -nn -e -t -l -c $3 --immediate-mode -i $2 $5 > $4 2>/dev/null & seen="$seen $!"; }
shown() { wait $seen; seen=; sed 's/ id [0-9]*,//; s/ethertype //g' "$@"; }
try() { echo "$1 to $2: $(ip netns exec $1 ping -q -c 1 -W 1 $2 | grep loss | cut -d, -f 1-3)"; }

echo "== Access ports have one VLAN, in (PVID) and out (Untagged). The trunk has both, tagged."
bridge -n sw1 vlan show
bridge -n sw2 vlan show

echo "== red1 to red2: no tag at the access port, VLAN 10 on the trunk."
watch sw1 to-red1 2 access.txt icmp
watch sw1 trunk 2 trunk.txt "vlan and icmp"
sleep 0.5
try red1 10.0.10.2
echo "-- access port"
shown access.txt
echo "-- trunk"
shown trunk.txt

echo "== The forwarding table has a VLAN beside each address."
try blue1 10.0.20.2
bridge -n sw1 fdb show br br0 dynamic | sort

echo "== red1 to blue1, on the same switch: even with an address of VLAN 20 it is alone there. Nobody hears its ARP request."
ip -n red1 addr add 10.0.20.9/24 dev eth0
watch sw1 trunk 1 trunk.txt "vlan and arp"
sleep 0.5
try red1 10.0.20.1
shown trunk.txt
ip -n red1 addr del 10.0.20.9/24 dev eth0

echo "== A router on a stick: one cable, a device for each VLAN on it, and forwarding between them."
ip netns add router
ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.default.disable_ipv6=1
ip -n router link add eth0 address 02:00:00:00:00:fe type veth peer name to-router address 02:00:00:00:00:bf netns sw1
ip -n router link set eth0 up
ip -n sw1 link set to-router master br0 up
for vid in 10 20; do
  ip -n router link add link eth0 name eth0.$vid type vlan id $vid
  ip -n router addr add 10.0.$vid.254/24 dev eth0.$vid
  ip -n router link set eth0.$vid up
  bridge -n sw1 vlan add dev to-router vid $vid
done
sleep 1.5
ip -n router -d link show eth0.10
ip -n router route
ip netns exec router cat /proc/net/vlan/config

echo "== red1 to blue2: up the stick in VLAN 10, down the stick in VLAN 20, over the trunk in VLAN 20."
watch sw1 to-router 4 stick.txt "vlan and icmp"
sleep 0.5
try red1 10.0.20.2
shown stick.txt
ip netns exec red1 traceroute -n -q 1 10.0.20.2 | sed 's/[0-9.]* ms/T ms/'

echo "== VLAN 20 is taken off one end of the trunk: blue2 is cut off, red2 is not."
bridge -n sw2 vlan del dev trunk vid 20
try red1 10.0.10.2
try red1 10.0.20.2
ip -n router neigh flush all
try red1 10.0.20.1
bridge -n sw2 vlan add dev trunk vid 20
try red1 10.0.20.2

echo "== A native VLAN: sw1 sends VLAN 10 without a tag. sw2 has no PVID on the trunk, and drops what has no tag."
bridge -n sw1 vlan add dev trunk vid 10 pvid untagged
bridge -n sw1 vlan show dev trunk
try red1 10.0.10.2
echo "== With another native VLAN on the other end the frame changes its VLAN: red1's request comes out at blue2."
bridge -n sw2 vlan add dev trunk vid 20 pvid untagged
watch blue2 eth0 1 blue2.txt "arp and ether broadcast"
sleep 0.5
ip -n red1 neigh flush all
try red1 10.0.10.2
shown blue2.txt
echo "== Both ends agree again."
bridge -n sw2 vlan add dev trunk vid 20
bridge -n sw2 vlan add dev trunk vid 10 pvid untagged
bridge -n sw2 vlan show dev trunk
try red1 10.0.10.2
