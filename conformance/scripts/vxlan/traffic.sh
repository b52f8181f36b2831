# Two hosts and a tunnel between them: what travels, what is learned, what is counted.
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
for n in 'sh -c' 'ip netns exec H sh -c'; do $n 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1'; done
ip link set v0 up; ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev v0; ip -n H addr add 192.0.2.2/24 dev v1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.2 local 192.0.2.1 dev v0
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1 local 192.0.2.2 dev v1
ip link set x0 up; ip -n H link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip -n H addr add 10.0.0.2/24 dev x1
ip link show x0; ip -n H link show x1
sleep 1.5
tcpdump -lnnevvi v0 udp > /tmp/cap 2>/dev/null & P=$!
tcpdump -lnnei x0 > /tmp/capx 2>/dev/null & P="$P $!"
sleep 1
ping -c 2 -i 0.2 -W 1 10.0.0.2 | grep received
sleep 0.5
kill $P; wait 2>/dev/null
sed 's/^[0-9:.]* //; s/ id [0-9]*,/ id N,/g; s/0x[0-9a-f]* -> 0x[0-9a-f]*/BAD/' /tmp/cap
cut -d' ' -f2- /tmp/capx | sed 's/ id [0-9]*,//'
ip -s link show x0 | sed -n '3,6p'; ip -n H -s link show x1 | sed -n '3,6p'
ip -s link show v0 | sed -n '3,6p'
ip neigh show dev x0
cat /proc/net/udp | sed 's/^ *[0-9]*:/N:/' | cut -c1-60
# longer than fits
ping -c 1 -W 1 -s 1400 10.0.0.2 | grep -E "received|mtu"
ping -c 1 -W 1 -s 1450 10.0.0.2 | grep -E "received|mtu"
ping -c 1 -W 1 -M do -s 1450 10.0.0.2 2>&1 | grep -E "received|mtu|long"
ip link set x0 mtu 1450
ip -n H link set x1 down
ping -c 1 -W 1 10.0.0.2 | grep received
ip -n H link show x1
ip -n H link set x1 up
sleep 2.5
ip neigh flush dev x0
# nobody is there
ip -n H link del x1
ping -c 1 -W 1.5 10.0.0.2 | grep -E "received|nreach"
ip -s link show x0 | sed -n '3,6p'
# no way
ip neigh flush dev x0
ip addr del 192.0.2.1/24 dev v0
ping -c 1 -W 0.5 10.0.0.2 | grep -E "received|nreach"
ip -s link show x0 | sed -n '3,6p'
