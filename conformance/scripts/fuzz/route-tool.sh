# The old route program: without a main table, with aliases, to the host 0.0.0.0.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t route -n; t cat /proc/net/route
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
ip link set veth0 up; ip link set veth1 up; ip addr add 10.0.0.1/24 dev veth0
t route add -net 10.2.0.0/16 gw 0.0.0.0 dev veth0; t route add -net 10.2.0.0/16 dev veth0:1
ifconfig veth0:1 10.66.0.1; t route add -net 10.2.0.0/16 dev veth0:1; ip route show 10.2.0.0/16
t route add -net 10.1.0.0 netmask 255.255.0.0 reject device nosuch
t route add 0.0.0.0 reject dev veth0; t route add 0.0.0.0 gw 10.0.0.3; t route add -net 0.0.0.0 gw 10.0.0.3; route -n
