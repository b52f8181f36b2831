# A peer `::` is none: no route goes there, and a peer is taken away by it.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 addrgenmode none
ip link set v0 up
ip link set v1 addrgenmode none
ip link set v1 up
sleep 0.1
ip monitor >heard &
sleep 0.2
t() {
    echo "\$ $*"
    "$@"
    echo "status $?"
    sleep 0.1
    ip -6 addr show dev v0
    ip -6 route show table all
}
t ip addr add fd00:2::1/64 peer ::/10 dev v0
t ip addr add fd00:3::1 peer :: dev v0
t ip addr add fd00:4::1 peer fd00:5::1/64 dev v0
t ip addr change fd00:4::1 peer ::/64 dev v0
t ip addr change fd00:4::1 peer fd00:6::1/64 dev v0
t ip addr change fd00:2::1 peer fd00:7::1/10 dev v0
t ip addr replace fd00:2::1 peer :: dev v0
t ip addr change fd00:3::1 peer :: dev v0
t ip addr del fd00:4::1 peer :: dev v0
t ip addr del fd00:4::1 peer fd00:6::1/64 dev v0
t ip addr del fd00:2::1/10 dev v0
sleep 0.2
kill %1
cat heard
