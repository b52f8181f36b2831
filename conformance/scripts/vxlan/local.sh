# Both ends on one host, ports that are taken, wrong networks, and namespaces that go.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up
ip netns add H
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip addr add 192.0.2.1/32 dev lo
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.1
ip link set x0 up
ip addr add 10.0.0.1/24 dev x0
ping -c 1 -W 1 10.0.0.2 | grep -E "received|nreach"; sleep 0.5
ip -s link show x0 | sed -n '3,6p'
# the device of the other port is in another namespace, and its datagrams travel here
ip link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4790 remote 192.0.2.1
ip link set x1 netns H
ip -n H link show x1
ip -n H -d link show x1 | sed -n 3p
ip -n H link set x1 up
ip link set x1 netns H 2>&1
ip -n H addr add 10.0.0.2/24 dev x1
ip -n H addr add 10.0.0.99/24 dev x1
cut -c1-45 /proc/net/udp | sed 's/^ *[0-9]*:/N:/'; ip netns exec H cut -c1-45 /proc/net/udp
ip link add x2 type vxlan id 43 dstport 4789 remote 192.0.2.1
ip link set x2 up
ip netns del H
sleep 0.3
ip -br link | cut -d' ' -f1
ip netns add T
ip link add y0 type vxlan id 77 dstport 4789 remote 192.0.2.1
ip link set y0 netns T
ip -n T -br link | cut -d' ' -f1
ip netns exec T ip link add z0 type vxlan id 78 dstport 4789 remote 192.0.2.1
ip -n T link set z0 netns 1 2>/dev/null
ip netns del T
sleep 0.3
ip -br link | cut -d' ' -f1
