# Listings of one entry in all forms.
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
ip -n a neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev veth0 nud permanent
ip -n a neigh
ip -n a n
ip -n a neighbour list
ip -n a neigh show dev veth0
ip -n a -o neigh
ip -n a -j neigh
ip -n a -j -p neigh
ip -n a -d neigh
ip -n a -br neigh
ip -n a neigh show 10.0.0.0/24
ip -n a neigh show to 10.1.0.0/16
ip -n a neigh get 10.0.0.5 dev veth0
ip -n a neigh get 10.0.0.6 dev veth0; echo $?
ip -n a neigh show nud all
