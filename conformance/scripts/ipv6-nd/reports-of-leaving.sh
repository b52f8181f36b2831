# Groups that are left are told of, on a device without a carrier and after it went down: such reports are dropped there.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip netns add blue
ip link add v1 index 22 type veth peer name w1 index 23 netns blue
ip link add v2 index 24 type veth peer name w2 index 25 netns blue
ip link add v3 index 26 type veth peer name w3 index 27 netns blue
ip link set v1 up; ip link set v2 up
ip -n blue link set w3 up; ip link set v3 up
sysctl -qw net.ipv6.conf.v2.keep_addr_on_down=1
show() { ip -6 neigh show nud all | sort; for dev in v1 v2; do ip -s link show $dev | grep -A1 TX; done; ip -s link show v3 | grep -A1 TX | sed 's/[0-9]*  *[0-9]*/BYTES/'; }
sleep 0.1
ip addr add fd00:1::1/64 dev v1; ip addr add fd00:2::1/64 dev v2; ip addr add fd00:3::1/64 dev v3
sleep 3
show
ip link set v1 down; ip link set v2 down; ip link set v3 down
sleep 2.5
show
ip addr del fd00:2::1/64 dev v2
sleep 2.5
show
ip -6 maddr
