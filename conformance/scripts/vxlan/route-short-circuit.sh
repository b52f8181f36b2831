# Packets to a router that a tunnel sends straight to the host behind it.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip netns add H
ip link add br0 address 02:00:00:00:00:b0 type bridge
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip link add u0 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer name u1 address 02:00:00:00:00:12 numtxqueues 1 numrxqueues 1
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 rsc l3miss l2miss
ip -d link show x0 | sed -n 3p
ip link set v0 master br0; ip link set x0 master br0
for i in v0 x0 br0 u0 u1; do ip link set $i up; done
ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev u0
ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:12 dev u0
ip -n H addr add 10.0.0.1/24 dev v1
ip -n H route add default via 10.0.0.254
ip -n H neigh add 10.0.0.254 lladdr 02:00:00:00:00:fe dev v1
# the router, and a host behind it
bridge fdb add 02:00:00:00:00:fe dev x0 dst 192.0.2.2 self router
bridge fdb add 02:00:00:00:00:0a dev x0 dst 192.0.2.2 self
bridge fdb show dev x0 | grep -v 02:00:00:00:01:01
ip neigh add 10.1.0.2 lladdr 02:00:00:00:00:0a dev x0 nud permanent
ip neigh add 10.1.0.4 lladdr 02:00:00:00:00:0b dev x0 nud permanent
ip neigh add 10.1.0.5 lladdr 02:00:00:00:00:fe dev x0 nud permanent
sleep 1.5
tcpdump -lnnei u1 udp > /tmp/cap 2>/dev/null & M=$!
ip monitor neigh dev x0 > /tmp/mon & M="$M $!"
sleep 0.5
for i in 2 3 4 5; do ip netns exec H ping -c 1 -W 0.2 10.1.0.$i | grep received; done
ip netns exec H ping -c 1 -W 0.2 10.0.0.254 | grep received
sleep 0.5
kill $M; wait 2>/dev/null
grep '^02.*ICMP' /tmp/cap | sed 's/ id [0-9]*,//'
grep miss /tmp/mon | sort -u
ip -s link show x0 | sed -n 3,6p
