# A router on the same link sends a redirect, and it is followed.
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
ip netns add c
ip link add veth2 netns a type veth peer name veth3 netns c 2>/dev/null
ip -n a addr add 10.0.0.200/24 dev veth0
ip netns exec b sysctl -qw net.ipv4.ip_forward=1
ip -n b addr add 10.0.0.254/24 dev veth1
ip -n a neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev veth0
ip -n a route add 10.77.0.0/16 via 10.0.0.2
ip -n b route add 10.77.0.0/16 via 10.0.0.50
ip -n b neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev veth1
ip netns exec a timeout 2 tcpdump -l -nti veth0 'icmp[icmptype] = icmp-redirect' >out 2>/dev/null & sleep 0.5
ip netns exec a ping -c 1 -W 0.5 10.77.0.1; echo $?
ip -n a route get 10.77.0.1 | sed 's/expires [0-9]*sec/expires Nsec/'
wait; cat out
