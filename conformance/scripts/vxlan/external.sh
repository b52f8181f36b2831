# Frames of several networks that come to one device, and what is learned of them; answers to ARP go back through the tunnel.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set v0 up; ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev v0; ip -n H addr add 192.0.2.2/24 dev v1
ip link add x0 address 02:00:00:00:01:01 type vxlan external learning dstport 4789
for i in 5 6; do
  ip -n H link add y$i address 02:00:00:00:02:0$i type vxlan id $i dstport 4789 remote 192.0.2.1
  ip -n H addr add 10.0.0.$i/24 dev y$i; ip -n H link set y$i up
done
ip addr add 10.0.0.1/24 dev x0
ip link set x0 up
sleep 1.5
tcpdump -lnnevi v0 udp > /tmp/cap 2>/dev/null & M=$!
sleep 0.5
for i in 5 6; do ip netns exec H ping -I y$i -c 1 -W 0.3 10.0.0.1 | grep received; done
sleep 0.3
kill $M; wait 2>/dev/null
# who asks, who answers
grep -A1 VXLAN /tmp/cap | grep -v '^--' | sed 's/ id [0-9]*,/ id N,/; s/\.[0-9]* >/.P >/'
bridge fdb show dev x0
ip neigh show dev x0 | sort
ip -n H neigh show dev y5
ip -s link show x0 | sed -n 3,6p
# a device of named networks takes these only
ip link del x0
ip link add x0 address 02:00:00:00:01:01 type vxlan external vnifilter learning dstport 4789
bridge vni add dev x0 vni 6 remote 192.0.2.2
ip addr add 10.0.0.1/24 dev x0
ip link set x0 up
ip -n H neigh flush all
sleep 1.5
for i in 5 6; do ip netns exec H ping -I y$i -c 1 -W 0.3 10.0.0.1 | grep received; done
bridge fdb show dev x0
bridge -s vni show
ip -n H neigh show dev y6
bridge fdb add 02:00:00:00:00:09 dev x0 dst 192.0.2.9 src_vni 6 vni 60
bridge fdb add 02:00:00:00:00:09 dev x0 dst 192.0.2.9 src_vni 7 vni 70 port 99
bridge fdb add 02:00:00:00:00:09 dev x0 dst 192.0.2.9
bridge fdb show dev x0
bridge fdb get 02:00:00:00:00:09 dev x0 self
bridge fdb get 02:00:00:00:00:09 dev x0 vni 7 self
bridge fdb get 02:00:00:00:00:09 dev x0 vni 8 self
bridge fdb del 02:00:00:00:00:09 dev x0 dst 192.0.2.9 src_vni 6 vni 60
bridge fdb del 02:00:00:00:00:09 dev x0 dst 192.0.2.9 src_vni 6
bridge fdb show dev x0
