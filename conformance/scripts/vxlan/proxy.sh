# A tunnel that answers ARP requests and neighbour solicitations itself, and tells of whom nobody knows.
ip netns add H
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_snooping 0
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
sysctl -qw net.ipv6.conf.v0.disable_ipv6=1 net.ipv6.conf.br0.disable_ipv6=1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 proxy l2miss l3miss
ip -d link show x0 | sed -n 3p
sysctl -qw net.ipv6.conf.x0.addr_gen_mode=1
ip netns exec H sysctl -qw net.ipv6.conf.v1.addr_gen_mode=1 net.ipv6.conf.v1.accept_dad=0 net.ipv6.conf.v1.router_solicitations=0
ip link set v0 master br0; ip link set x0 master br0
for i in v0 x0 br0; do ip link set $i up; done
ip -n H link set v1 up
ip -n H addr add 10.0.0.1/24 dev v1
ip -n H addr add fd00::1/64 dev v1 nodad
sleep 2.5
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:0a dev x0 nud permanent
ip neigh add 10.0.0.3 lladdr 02:00:00:00:00:0b dev x0 nud stale
ip neigh add 10.0.0.5 lladdr 02:00:00:00:00:0c dev x0 nud permanent
ip neigh add fd00::2 lladdr 02:00:00:00:00:0a dev x0 nud permanent
ip neigh add fd00::3 lladdr 02:00:00:00:00:0b dev x0 nud stale
bridge fdb add 02:00:00:00:00:0c dev x0 dst 0.0.0.0
ip monitor neigh dev x0 > /tmp/mon & M=$!
sleep 0.5
for i in 2 3 4 5; do ip netns exec H ping -c 1 -W 0.2 10.0.0.$i | grep received; sleep 1; done
for i in 2 3 4; do ip netns exec H ping -c 1 -W 0.2 fd00::$i | grep received; sleep 1; done
sleep 2.5
ip -n H neigh show dev v1 | grep -v '^fe80' | sort
kill $M; wait 2>/dev/null
cut -d' ' -f1-7 /tmp/mon | grep -v "lladdr.*REACH" | sort -u
ip -s link show x0 | sed -n 3,6p
