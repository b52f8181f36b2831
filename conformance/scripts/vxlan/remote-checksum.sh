# Checksums that the receiver of a tunnel fills in.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set v0 up; ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev v0; ip -n H addr add 192.0.2.2/24 dev v1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.2 remcsumtx remcsumrx
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1 remcsumtx remcsumrx
ip -d link show x0 | sed -n 3p
ip link set x0 up; ip -n H link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip -n H addr add 10.0.0.2/24 dev x1
sleep 1.5
tcpdump -lnnvXi v0 udp and greater 70 and src 192.0.2.1 > /tmp/cap 2>/dev/null & M=$!
sleep 0.5
ip netns exec H nc -u -l -W 1 10.0.0.2 4000 & 
ip netns exec H nc -l 10.0.0.2 4000 & 
sleep 0.3
echo from UDP | nc -u -w 1 10.0.0.2 4000
echo from TCP | nc -N -w 1 10.0.0.2 4000
sleep 0.5
kill $M; wait 2>/dev/null
# flags and the last byte of the header
awk '/0x0010/ { f = $8 " " $9 } /0x0020/ { print f, $2, $3 }' /tmp/cap | sort -u
grep -c 'bad udp cksum' /tmp/cap
# who does not know of it
ip -n H link del x1
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1
ip -n H addr add 10.0.0.2/24 dev x1; ip -n H link set x1 up
sleep 1.5
ping -c 1 -W 0.5 10.0.0.2 | grep received
echo from UDP | nc -u -w 1 10.0.0.2 4000
ip -n H -s link show x1 | sed -n 3,4p
ip link set x0 type vxlan remcsumtx
