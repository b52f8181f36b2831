# Wrong words.
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
ip -n a neigh add; echo $?
ip -n a neigh add 10.0.0.5; echo $?
ip -n a neigh add 10.0.0.5 dev nosuch; echo $?
ip -n a neigh add 10.0.0.5 lladdr zz dev veth0; echo $?
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev veth0 nud nosuch; echo $?
ip -n a neigh add foo lladdr 02:00:00:00:00:05 dev veth0; echo $?
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05:06:07:08 dev veth0; echo $?
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev lo; echo $?
ip -n a neigh del; echo $?
ip -n a neigh del 10.0.0.5; echo $?
ip -n a neigh show dev nosuch; echo $?
ip -n a neigh show nud nosuch; echo $?
ip -n a neigh frob; echo $?
