# Proxy entries.
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
# Linux shows entries without a device that namespaces which are gone have left: those are nobody's
for ns in a b; do ip -n $ns neigh show proxy | while read -r address _; do ip -n $ns neigh del proxy $address; done; done
ip -n a neigh add proxy 10.0.0.77 dev veth0; echo $?
ip -n a neigh
ip -n a neigh show proxy
ip -n a neigh del proxy 10.0.0.77 dev veth0; echo $?
ip -n a neigh show proxy
ip -n a neigh del proxy 10.0.0.77 dev veth0; echo $?
