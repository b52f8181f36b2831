# What -resolve shows by name: not sources of routes, nothing of rules.
cp /etc/hosts /run/h; printf '10.0.0.1 me\nfd00::1 me6\n10.0.0.9 gw\n127.0.0.1 localhost\n' > /run/h; mount --bind /run/h /etc/hosts
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link set lo up
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0; ip addr add fd00::1/64 dev v0
sleep 0.5
ip -r route get 127.0.0.1
ip -r route get 10.0.0.9
ip -r route get 10.0.0.1
ip -r route get 10.0.0.9 from 10.0.0.1
ip -r route add 10.7.0.0/16 via 10.0.0.9 src 10.0.0.1
ip -r route show table all
ip -r route show
ip -r -6 route get fd00::9
ip -r -6 route add fd07::/48 via fd00::9 src fd00::1
ip -r -6 route show
ip -r -j route show
ip -r -j route get 127.0.0.1
ip -r rule add from 10.0.0.1 to 10.0.0.9 table 7
ip -r rule
ip -r rule add from 10.0.0.1 table 7; ip -r rule add to 10.0.0.9 iif v0 table 7;  ip -r -6 rule add from fd00::1 table 7
ip -r rule; ip -r -6 rule; ip -r -j rule
ip -r addr show v0
ip -r addr add 10.9.9.9 peer 10.0.0.9 dev v1; ip -r addr show dev v1
ip -r neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 nud permanent; ip -r neigh add proxy 10.0.0.1 dev v0; ip -r neigh; ip -r neigh show proxy; ip -r neigh get 10.0.0.9 dev v0; ip -r -j neigh
ip -r route add 10.8.0.0/16 nexthop via 10.0.0.9 nexthop dev v1
ip -r route add 10.10.0.0/16 via inet6 fd00::1 dev v0
ip -r -6 route add fd09::/48 via fd00::1 from fd00::1 dev v0
ip -r route show 10.8.0.0/16; ip -r route show 10.10.0.0/16; ip -r -6 route show fd09::/48
ip -r addrlabel add prefix fd00::1/128 label 5; ip -r addrlabel
ip -r maddr show dev v0
ip -r route get 10.0.0.9 from 10.0.0.9 iif v0
ip -r tunnel 2>&1 | head -1
ip -r route add default via 10.0.0.9 src 10.0.0.1
ip -r route get 8.8.8.8
ip -r -o addr show label v0
