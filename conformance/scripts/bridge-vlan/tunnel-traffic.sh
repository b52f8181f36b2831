# profile: debian
# Two hosts, a bridge with VLANs on each, and one tunnel for all VLANs.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
for n in A B; do
  ip netns add $n
  ip netns exec $n sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
done
ip link add wa netns A address 02:00:00:00:00:0a numtxqueues 1 numrxqueues 1 type veth peer name wb netns B address 02:00:00:00:00:0b numtxqueues 1 numrxqueues 1
side() { # namespace, number
  local n=$1 i=$2 w=$3 v
  ip -n $n link set $w up
  ip -n $n addr add 192.0.2.$i/24 dev $w
  ip -n $n link add br0 address 02:00:00:00:0$i:b0 type bridge vlan_filtering 1 vlan_default_pvid 0
  ip -n $n link add x0 address 02:00:00:00:0$i:00 type vxlan external dstport 4789 local 192.0.2.$i
  ip -n $n link set x0 master br0
  ip -n $n link set x0 up; ip -n $n link set br0 up
  bridge -n $n link set dev x0 vlan_tunnel on neigh_suppress off learning off
  for v in 10 20 30; do
    ip netns add $n$v
    ip netns exec $n$v sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
    ip link add p$v netns $n address 02:00:00:0$i:$v:01 numtxqueues 1 numrxqueues 1 type veth peer name eth0 netns $n$v address 02:00:00:0$i:$v:02 numtxqueues 1 numrxqueues 1
    ip -n $n link set p$v master br0 up
    bridge -n $n vlan add dev p$v vid $v pvid untagged
    bridge -n $n vlan add dev x0 vid $v
    ip -n $n$v link set eth0 up
    ip -n $n$v addr add 10.0.0.$i/24 dev eth0
  done
  bridge -n $n vlan add dev x0 vid 10 tunnel_info id 1000
  bridge -n $n vlan add dev x0 vid 20 tunnel_info id 2000
}
side A 1 wa; side B 2 wb
for v in 1000 2000; do
  bridge -n A fdb append 00:00:00:00:00:00 dev x0 src_vni $v dst 192.0.2.2 self permanent
  bridge -n B fdb append 00:00:00:00:00:00 dev x0 src_vni $v dst 192.0.2.1 self permanent
done
bridge -n B vlan tunnelshow
sleep 2
ip netns exec A tcpdump -lnnevi wa udp > /tmp/cap 2>/dev/null & P=$!
sleep 0.5
for v in 10 20 30; do ip netns exec A$v ping -c 1 -W 0.5 10.0.0.2 | grep received; done
sleep 0.5
kill $P; wait 2>/dev/null
grep -A1 VXLAN /tmp/cap | grep -v '^--' | sed 's/ id [0-9]*,/ id N,/; s/\.[0-9]* >/.P >/'
bridge -n A fdb show br br0 | grep -v permanent | sort
bridge -n B fdb show dev x0 | sort
ip -n A -s link show x0 | sed -n 3,6p
# learned by the tunnel, and by network
ip -n A link set x0 down; ip -n A link set x0 type vxlan learning; ip -n A link set x0 up
sleep 2
for v in 10 20; do ip netns exec A$v ping -c 1 -W 0.5 10.0.0.2 | grep received; done
bridge -n A fdb show dev x0 | grep src_vni | sort
# a network that the other side has no VLAN for, and a VLAN without tag on the tunnel
bridge -n B vlan del dev x0 vid 20 tunnel_info id 2000
bridge -n A vlan add dev x0 vid 10 untagged
for v in 10 20; do ip netns exec A$v ping -c 1 -W 0.5 10.0.0.2 | grep received; done
ip -n A -s link show x0 | sed -n 3,6p
