# Three hosts on a bus of veths, and a group for what nobody knows.
ip netns add A; ip netns add B
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
for n in A B; do ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 netns A type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns B
ip -n A link set v0 up; ip -n B link set v1 up
ip -n A addr add 192.0.2.1/24 dev v0; ip -n B addr add 192.0.2.2/24 dev v1
ip -n A link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 group 239.1.1.1 dev v0
ip -n B link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 group 239.1.1.1 dev v1 ttl 3
ip -n A link add x2 address 02:00:00:00:01:03 type vxlan id 43 dstport 4789 group 239.1.1.1 dev v0
ip -n A maddr show dev v0
ip -n A link set x0 up
ip -n A maddr show dev v0
ip -n A link set x2 up; ip -n B link set x1 up
ip -n A maddr show dev v0
ip -n A addr add 10.0.0.1/24 dev x0; ip -n B addr add 10.0.0.2/24 dev x1
sleep 1.5
ip netns exec B tcpdump -lnnei v1 udp > /tmp/cap 2>/dev/null & P=$!
sleep 1
ip netns exec A ping -c 2 -i 0.2 -W 1 10.0.0.2 | grep received
sleep 0.5
kill $P; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap | sed 's/ id [0-9]*,//'
ip -n A -s link show x0 | sed -n '3,6p'; ip -n B -s link show x1 | sed -n '3,6p'
ip -n A link set x0 down
ip -n A maddr show dev v0
ip -n A link set x2 type vxlan group 239.2.2.2
ip -n A maddr show dev v0
ip -n A link set x2 down
ip -n A maddr show dev v0
ip -n A -d link show x2 | sed -n 3p
# a group on a device that has no addresses and one that is down
ip -n A link set v0 down
ip -n A link set x2 up
ip -n A maddr show dev v0
ip -n A link del v0
ip -n A -br link
