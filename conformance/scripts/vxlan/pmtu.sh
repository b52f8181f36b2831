# A router between the ends has a narrow way: what the ends learn, and what the packets inside are told.
for n in A R B; do ip netns add $n; ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip netns exec R sysctl -qw net.ipv4.ip_forward=1
ip link add vea address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 netns A type veth peer name ra address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns R
ip link add veb address 02:00:00:00:00:03 numtxqueues 1 numrxqueues 1 netns B type veth peer name rb address 02:00:00:00:00:04 numtxqueues 1 numrxqueues 1 netns R
ip -n A link set vea up; ip -n R link set ra up; ip -n R link set rb up; ip -n B link set veb up
ip -n A addr add 192.0.2.1/24 dev vea; ip -n R addr add 192.0.2.9/24 dev ra
ip -n B addr add 198.51.100.1/24 dev veb; ip -n R addr add 198.51.100.9/24 dev rb
ip -n A route add default via 192.0.2.9; ip -n B route add default via 198.51.100.9
ip -n R link set rb mtu 1300
ip -n A link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 198.51.100.1 df set
ip -n B link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1
ip -n A link set x0 up; ip -n B link set x1 up
ip -n A addr add 10.0.0.1/24 dev x0; ip -n B addr add 10.0.0.2/24 dev x1
sleep 1.5
p() { ip netns exec A ping -c 1 -W 0.5 "$@" 10.0.0.2 | grep -E "received|mtu"; }
p -s 56
p -s 1400
ip netns exec A ip route get 198.51.100.1 | grep -o "mtu [0-9]*"
p -s 1400
ip netns exec A ip route get 10.0.0.2 | grep -o "mtu [0-9]*"
p -s 1400
p -s 1000
ip netns exec A nstat -asz IcmpInDestUnreachs IcmpInErrors IpFragCreates 2>/dev/null | tail -n +2
ip -n A -s link show x0 | sed -n '3,6p'
# without "don't fragment" the datagrams are cut
ip -n A link del x0
ip -n A link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 198.51.100.1
ip -n A link set x0 up; ip -n A addr add 10.0.0.1/24 dev x0
p -s 1400
p -s 1400
# nobody listens at the other end
ip -n B link del x1
p -s 56
ip netns exec A nstat -asz IcmpInDestUnreachs IcmpInErrors 2>/dev/null | tail -n +2
ip -n A -s link show x0 | sed -n '3,6p'
