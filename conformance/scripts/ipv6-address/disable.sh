# disable_ipv6: for a device, all, default; what goes and what comes.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
show() { ip -6 addr show dev h0 | tail -n +2; ip -6 route show table all dev h0; ip -6 maddr show dev h0; ip -6 neigh show dev h0; }
ip addr add 2001:db8::1/64 dev h0 nodad; ip -6 route add 2001:db8:f::/48 via 2001:db8::9; ip -6 neigh add 2001:db8::9 lladdr 02:00:00:00:00:99 dev h0
ip monitor address route link neigh > log & sleep 0.3
sysctl -w net.ipv6.conf.h0.disable_ipv6=1; show
ip addr add 2001:db8::2/64 dev h0; ip -6 route add 2001:db8:f::/48 dev h0; ip -6 neigh add 2001:db8::9 lladdr 02:00:00:00:00:99 dev h0; echo $?
ping -6 -c 1 -W 1 2001:db8::9
sysctl -w net.ipv6.conf.h0.disable_ipv6=1
sysctl -w net.ipv6.conf.h0.disable_ipv6=0; sleep 2.4; show
kill %1; wait; echo "- events"; cat log
echo "- all"
sysctl -w net.ipv6.conf.all.disable_ipv6=1; sysctl net.ipv6.conf.default.disable_ipv6 net.ipv6.conf.h0.disable_ipv6 net.ipv6.conf.lo.disable_ipv6
ip link set lo up; ip -6 addr show
sysctl -w net.ipv6.conf.all.disable_ipv6=0; ip -6 -o addr show | awk '{print $2, $4}'
echo "- default"
sysctl -w net.ipv6.conf.default.disable_ipv6=1; ip link add n0 type veth peer name n1; ip link set n0 up; ip link set n1 up; sleep 0.5; ip -6 addr show dev n0; sysctl net.ipv6.conf.n0.disable_ipv6
