# Each NUD state set and shown.
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
for state in permanent noarp stale reachable incomplete failed none; do
  ip -n a neigh replace 10.0.0.50 lladdr 02:00:00:00:00:50 dev veth0 nud $state; echo $state $?
  ip -n a neigh show nud all | grep 10.0.0.50
  ip -n a neigh del 10.0.0.50 dev veth0 2>/dev/null
done
