# Who begins to listen hears of what comes, and not of routes that were there before.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
ip link set veth0 up; ip addr add 10.1.0.1/24 dev veth0
timeout 1 ip monitor route >out & sleep 0.3
ip addr add 10.0.0.6/24 dev lo
ip addr add 10.0.0.7/24 dev veth0
ip addr del 10.1.0.1/24 dev veth0
wait; cat out
ip route show table all
