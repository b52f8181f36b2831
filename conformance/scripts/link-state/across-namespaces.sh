# The same between two namespaces, where M-DOWN is not shown.
ip netns add a; ip netns add b
ip link add veth0 type veth peer name veth1
ip link set veth0 netns a; ip link set veth1 netns b
show() { ip -n a -br link show veth0 | awk '{print $1, $2, $4}'; ip -n b -br link show veth1 | awk '{print $1, $2, $4}'; }
show
ip -n a link set veth0 up; show
ip -n b link set veth1 up; sleep 1.2; show
ip -n b link set veth1 down; sleep 1.2; show
ip -n b addr add 10.0.0.2/24 dev veth1; ip -n a addr add 10.0.0.1/24 dev veth0
ip -n a route
ip -n b link set veth1 netns a; show; ip -n a -br link | awk '{print $1}'
