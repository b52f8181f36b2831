# Two tunnels, each of which travels in the other.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 1 dstport 4789 remote 10.1.0.2
ip link add x1 address 02:00:00:00:01:02 type vxlan id 2 dstport 4789 remote 10.0.0.2
ip link set x0 up; ip link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip addr add 10.1.0.1/24 dev x1
ip neigh add 10.0.0.2 lladdr 02:00:00:00:02:01 dev x0 nud permanent
ip neigh add 10.1.0.2 lladdr 02:00:00:00:02:02 dev x1 nud permanent
ping -c 1 -W 0.5 10.0.0.2 2>&1 | grep -E "received|sendmsg"
ip -s link show x0 | awk 'NR == 6 { print $3, $4 }'
ip -s link show x1 | awk 'NR == 6 { print $3, $4 }'
