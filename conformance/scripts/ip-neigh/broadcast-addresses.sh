# Addresses that are broadcast addresses now lose neighbours that did not answer; when addresses go, nothing is forgotten of them.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02; ip link set v0 up; ip link set v1 up
ip addr add 10.0.0.1/24 brd 10.0.0.255 dev v0
ip addr add 20.0.0.1/24 dev v0
ip neigh add 10.0.0.255 dev v0 nud failed
ip neigh add 10.0.0.0 dev v0 nud failed
ip neigh add 20.0.0.255 dev v0 nud failed
ip neigh add 20.0.0.0 dev v0 nud failed
ip neigh add 0.0.0.0 dev v0 nud failed
ip neigh show nud all | sort
ip addr del 10.0.0.1/24 dev v0
ip neigh show nud all | sort
ip addr del 20.0.0.1/24 dev v0
ip neigh show nud all | sort
echo lo
ip neigh add 10.0.0.2 nud failed dev lo
ip neigh show nud all dev lo
ip addr del 127.0.0.1/8 dev lo
ip neigh show nud all dev lo
ip addr add 11.0.0.1/8 dev lo
ip addr add 12.0.0.1/8 brd + dev lo
ip neigh show nud all dev lo
ip addr del 11.0.0.1/8 dev lo
ip neigh show nud all dev lo
ip addr del 12.0.0.1/8 dev lo
ip neigh show nud all dev lo
ip neigh add 10.0.0.2 nud none dev lo
ip neigh show nud all dev lo
ip addr add 127.0.0.1/8 dev lo;ip addr del 127.0.0.1/8 dev lo
ip neigh show nud all dev lo
echo add
for a in 30.0.0.255 30.0.0.0 30.0.0.1 30.0.0.77 0.0.0.0 31.0.0.255 31.0.0.0; do ip neigh add $a dev v0 nud failed;ip neigh add $a dev v1 nud stale lladdr 02:00:00:00:00:99; done
ip neigh show nud all | sort
ip addr add 30.0.0.1/24 brd 30.0.0.77 dev v0
ip addr add 30.0.0.2/24 dev v0
ip neigh show nud all | sort
ip addr add 31.0.0.1/24 dev v1
ip neigh show nud all | sort
ip addr add 31.0.0.2/24 dev v0 noprefixroute
ip neigh show nud all | sort
ip addr del 30.0.0.1/24 dev v0
ip neigh show nud all | sort
echo once more
ip addr add 10.0.0.1/24 dev lo
ip neigh add 10.0.0.2 nud 0x10 dev lo
ip neigh show nud all dev lo
sleep 3.5
ip neigh show nud all dev lo
ip addr del 127.0.0.1/8 dev lo
ip neigh show nud all dev lo
sleep 3
ip neigh show nud all dev lo
ip addr add 127.0.0.1/8 dev lo
ip neigh show nud all dev lo
ip addr add 11.0.0.1/8 brd + dev lo
ip neigh show nud all dev lo
