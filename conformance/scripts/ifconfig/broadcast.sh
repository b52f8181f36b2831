# Broadcast addresses of none, of devices that have none; options of hostname that are none.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t hostname -v
t hostname --verbose
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
ip monitor address >m & sleep 0.2
t ifconfig lo del 10.0.0.3
t ifconfig lo add 10.0.0.4
t ifconfig v0 add 10.0.0.5
t ifconfig v0 del 10.0.0.5
t ifconfig v0 10.0.0.6/24 broadcast 0.0.0.0
t ifconfig v0 broadcast 0.0.0.0
sleep 0.2; kill %1; cat m
