# A tunnel over IPv6, with and without checksums, and link-local ends.
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip link set v0 up; ip -n H link set v1 up
ip addr add fd00::1/64 dev v0 nodad; ip -n H addr add fd00::2/64 dev v1 nodad
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote fd00::2 local fd00::1 dev v0 flowlabel 0x77 ttl 9 tos 0x10
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote fd00::1
for n in 'sh -c' 'ip netns exec H sh -c'; do $n 'sysctl -qw net.ipv6.conf.x0.disable_ipv6=1 net.ipv6.conf.x1.disable_ipv6=1' 2>/dev/null; done
ip link set x0 up; ip -n H link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip -n H addr add 10.0.0.2/24 dev x1
ip -d link show x0; ip -n H -d link show x1
sleep 2
tcpdump -lnnei v0 udp > /tmp/cap 2>/dev/null & P=$!
sleep 1
ping -c 2 -i 0.2 -W 1 10.0.0.2 | grep received
sleep 0.5
kill $P; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap | sed 's/ id [0-9]*,//'
ip -s link show x0 | sed -n '3,6p'; ip -n H -s link show x1 | sed -n '3,6p'
cut -c1-60 /proc/net/udp6 | sed 's/^ *[0-9]*:/N:/'; cut -c1-60 /proc/net/udp
ping -c 1 -W 1 -s 1400 10.0.0.2 | grep -E "received"
# without checksums: first one side does not take them
ip link del x0
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote fd00::2 udp6zerocsumtx
ip link set x0 up; ip addr add 10.0.0.1/24 dev x0
sleep 1.2
ping -c 1 -W 1 10.0.0.2 | grep received
ip -n H link del x1
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote fd00::1 udp6zerocsumrx
ip -n H link set x1 up; ip -n H addr add 10.0.0.2/24 dev x1
sleep 1.2
ping -c 1 -W 1 10.0.0.2 | grep received
# longer than fits: datagrams of IPv6 are not cut here
for i in 1 2; do ping -c 1 -W 0.5 -s 1460 10.0.0.2 | grep -E "received|mtu"; done
ip route get 10.0.0.2 | grep -o "mtu [0-9]*"
nstat -asz Ip6OutFragCreates Ip6FragCreates Ip6FragFails Ip6OutDiscards 2>/dev/null | tail -n +2
ip -s link show x0 | awk 'NR == 6 { print $3, $4 }'
# link-local
try() { echo "\$ ip $*"; ip "$@"; echo "= $?"; }
try link add x2 type vxlan id 43 dstport 4789 remote fe80::1
try link add x2 type vxlan id 43 dstport 4789 local fe80::1
try link add x2 type vxlan id 43 dstport 4789 local fe80::1 remote fd00::2 dev v0
try link add x2 type vxlan id 43 dstport 4789 remote 10.0.0.2 flowlabel 5
