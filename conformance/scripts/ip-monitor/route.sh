# What is told about routes.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
timeout 1.5 ip -4 monitor route >out & sleep 0.3
ip addr add 10.0.0.1/24 dev veth0
ip route add 10.1.0.0/16 via 10.0.0.2
ip route change 10.1.0.0/16 via 10.0.0.3
ip route replace 10.1.0.0/16 via 10.0.0.4
ip route append 10.1.0.0/16 via 10.0.0.5
ip route del 10.1.0.0/16
ip rule add from 10.0.0.9 table 7
ip link set veth0 down
wait; cat out
