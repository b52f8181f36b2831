# Entries by hand.
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
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev veth0; echo $?
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:06 dev veth0; echo $?
ip -n a neigh show 10.0.0.5
ip -n a neigh change 10.0.0.5 lladdr 02:00:00:00:00:07 dev veth0; echo $?
ip -n a neigh show
ip -n a neigh replace 10.0.0.6 lladdr 02:00:00:00:00:08 dev veth0 nud stale; echo $?
ip -n a neigh show 10.0.0.6
ip -n a neigh change 10.0.0.7 lladdr 02:00:00:00:00:09 dev veth0; echo $?
ip -n a neigh del 10.0.0.5 dev veth0; echo $?
ip -n a neigh del 10.0.0.5 dev veth0; echo $?
ip -n a neigh add 10.0.0.5 dev veth0; echo $?
ip -n a neigh add 10.0.0.5 dev veth0 nud reachable; echo $?
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev veth0 nud none; echo $?
ip -n a neigh | sort
