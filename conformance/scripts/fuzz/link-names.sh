# Names of devices: aliases, "if1", renamed ones, and what a listener that knows the old name says.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
t ip link show lo:1; t ip -j link show lo:1; t ip link show if1; t ip addr show lo:1; t ip addr show if77; t ip link show if77
t ip link set lo:1 up; t ip neigh show dev lo:1; t ip addr flush dev lo:1; t ip route add 10.7.0.0/24 dev lo:1; t ip route show
t ip link set lo:1 address 02:00:00:00:00:01:02
ip addr add 10.0.0.1/24 dev veth0; ip addr add 10.0.0.2/24 dev veth0; ip addr add 10.0.0.3/24 dev veth0 label veth0:x
timeout 1 ip monitor link address netconf >out & sleep 0.3
ip link set veth0 name eth5
ip -4 addr show eth5
wait; cat out
