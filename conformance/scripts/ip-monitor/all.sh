# Everything, labelled.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
timeout 1.5 ip monitor label >out & sleep 0.3
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip addr add 10.0.0.1/24 dev veth0
ip link set veth0 up
ip link set veth1 up
ip route add default via 10.0.0.2
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0
ip rule add fwmark 3 table 8
ip netns add red
wait; cat out
