# Proxies on every device: no device is named
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up; ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
t ip neigh add proxy
t ip neigh add proxy 10.0.0.5
t ip neigh add proxy 10.0.0.5
t ip neigh show proxy
t ip neigh add proxy 10.0.0.6 dev v0
t ip neigh show proxy
t ip neigh show proxy dev v0
t ip neigh del proxy 10.0.0.6
t ip neigh del proxy 10.0.0.5 dev v0
t ip neigh show proxy
t ip neigh del proxy 10.0.0.5
t ip neigh del proxy 10.0.0.5
t ip neigh del proxy 10.0.0.6 dev v0
t ip neigh change proxy 10.0.0.7
t ip neigh replace proxy 10.0.0.8 nud permanent
t ip neigh add proxy 10.0.0.9 dev nodev
t ip neigh add 10.0.0.9
t ip neigh show proxy
