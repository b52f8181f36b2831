# requests to delete go in one batch: what follows one that fails is deleted all the same
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add va address 02:00:00:00:00:11 type veth peer name vb address 02:00:00:00:00:12
ip link set va up; ip link set vb up; ip link set lo up
ip addr add fd00::1/64 dev va; ip addr add fd00:1::1/64 dev vb
sleep 0.3
ip -6 route add fd01::/64 via fd00::2; ip -6 route add fd01::/64 via fd00::3 metric 5 proto 7; ip -6 route append fd01::/64 dev vb; ip -6 route append fd01::/64 via fd00:1::2; ip -6 route add fd01::/64 metric 7 nexthop via fd00::2 nexthop via fd00:1::2; ip -6 route add unreachable fd01::/64 metric 9
ip -6 route append fd01::/64 via fd00::2 metric 5; echo $?
ip -6 route show fd01::/64
ip -6 monitor route > monitored & sleep 0.1
ip -6 route flush fd01::/64; echo $?
sleep 0.1; kill %1
echo "- now"; ip -6 route show fd01::/64; cat monitored
for i in $(seq 100); do ip route add 10.1.$i.0/24 dev lo; done
ip -s route flush dev lo root 10.1.0.0/16; ip route show 10.1.0.0/16
