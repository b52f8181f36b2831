# -f and -l.
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
ip netns exec a ping -f -c 20 10.0.0.2 | sed 's/time [0-9]*ms/time Nms/'; echo $?
ip netns exec a ping -q -l 3 -c 6 -i 0.2 10.0.0.2 | head -4; echo $?
ip netns exec a ping -l 0 -c 1 10.0.0.2; echo $?
ip netns exec a ping -l 70000 -c 1 10.0.0.2; echo $?
