# What is told about addresses.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
timeout 1.5 ip monitor address >out & sleep 0.3
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.0.2/24 dev veth0
ip addr del 10.0.0.1/24 dev veth0
ip link del veth0
wait; cat out
