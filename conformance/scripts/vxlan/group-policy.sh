# Marks that travel through a tunnel, and headers that another tunnel does not take.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set v0 up; ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev v0; ip -n H addr add 192.0.2.2/24 dev v1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.2 gbp
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1 gbp
ip -d link show x0 | sed -n 3p
ip -d -j -p link show x0 | grep -A1 gbp
ip link set x0 up; ip -n H link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip -n H addr add 10.0.0.2/24 dev x1
nft -f - <<F
table ip t {
  chain o {
    type filter hook output priority 0
    ip daddr 10.0.0.2 meta mark set icmp id map { 1 : 0, 2 : 0x1234, 3 : 0x481234, 4 : 0xffffffff }
  }
}
F
ip netns exec H nft -f - <<F
table ip t {
  chain i {
    type filter hook input priority 0
    iif x1 meta mark 0 counter
    iif x1 meta mark 0x1234 counter
    iif x1 meta mark 0x481234 counter
    iif x1 meta mark 0x48ffff counter
  }
}
F
sleep 1.5
tcpdump -lnnXi v0 udp and greater 100 and src 192.0.2.1 > /tmp/cap 2>/dev/null & M=$!
sleep 0.5
for i in 1 2 3 4; do ping -e $i -c 1 -W 0.5 10.0.0.2 | grep received; done
sleep 0.5
kill $M; wait 2>/dev/null
# of the VXLAN header
awk '/0x0010/ { f = $8 " " $9 } /0x0020/ { print f, $2, $3 }' /tmp/cap
ip netns exec H nft list ruleset | grep counter
# who does not know of it takes only the first
ip -n H link del x1
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1
ip -n H addr add 10.0.0.2/24 dev x1; ip -n H link set x1 up
sleep 1.5
for i in 1 2 3; do ping -e $i -c 1 -W 0.5 10.0.0.2 | grep received; done
ip -n H -s link show x1 | sed -n 3,4p
ip link set x0 type vxlan gbp
