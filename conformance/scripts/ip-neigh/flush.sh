# Flushing: all, by address, by state.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for i in 5 6 7; do ip -n a neigh add 10.0.0.$i lladdr 02:00:00:00:00:0$i dev veth0 nud stale; done
ip -n a neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev veth0 nud permanent
ip -n a neigh flush 10.0.0.5; echo $?
ip -n a neigh | sort
ip -n a -s neigh flush dev veth0; echo $?
ip -n a neigh | sort
ip -n a neigh flush all; echo $?
ip -n a neigh | sort
ip -n a neigh flush nud permanent; echo $?
ip -n a neigh | sort
ip -n a neigh flush; echo $?
