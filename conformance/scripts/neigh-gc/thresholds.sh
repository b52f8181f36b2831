# More neighbours than gc_thresh3 allows.
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
ip netns exec a sysctl -qw net.ipv4.neigh.default.gc_thresh3=1024; echo $?
sysctl net.ipv4.neigh.default.gc_thresh1 net.ipv4.neigh.default.gc_thresh2 net.ipv4.neigh.default.gc_thresh3
for i in 1 2 3 4 5; do ip -n a neigh add 10.0.0.1$i lladdr 02:00:00:00:01:0$i dev veth0 nud stale; done
ip -n a neigh | sort | cut -d' ' -f1-5
ip -s -n a neigh show 10.0.0.11 | sed 's/used [0-9/]*/used N/'
