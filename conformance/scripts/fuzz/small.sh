# Small things: addresses of devices that are up, aliases that go, a filter without a name, groups of a device that is down.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
ip addr add 10.0.0.5/24 dev veth0
t hostname -I; ip link set veth0 up; t hostname -I
t ifconfig nosuch:1 0.0.0.0; t ifconfig veth0:1 10.0.0.8; t ifconfig veth0:1 0.0.0.0; ip -4 addr show veth0
t ip route get 224.0.0.1 iif lo; ip link set lo up; t ip route get 224.0.0.1 iif lo
ip route add unreachable default; ip route show table all match default; echo; ip route show table all to default
t ip link set lo index 4294967295
ip netns add red; t ip -n red -4 route add 10.1.0.0/16 nexthop via 10.0.0.5 dev lo; ip netns exec red cat /proc/net/route
timeout 1 ip monitor netconf neigh >out & sleep 0.3
sysctl -qw net.ipv4.conf.lo.rp_filter=1000
ip neigh add 10.0.0.5 lladdr null extern_learn dev veth0; ip neigh del 10.0.0.5 dev veth0
wait; cat out
