# -v: identifiers and the socket.
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
ip netns exec a ping -v -c 1 -e 77 10.0.0.2; echo $?
ip netns exec a ping -v -4 -c 1 -e 78 10.0.0.2 | head -3
ip netns exec a ping -v -c 1 -e 0 10.0.0.2; echo $?
ip netns exec a ping -v -q -c 1 -e 0 10.0.0.2; echo $?
ip netns exec a ping -v -6 -c 1 -e 0 ::1; echo $?
