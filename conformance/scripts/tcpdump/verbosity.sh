# -v, -vv, -vvv, -p, --count, and what each adds.
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
ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0
ip -n b neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev veth1
ip netns exec b timeout 3 tcpdump -p -c 2 -ni veth1 -w cap 2>/dev/null & sleep 0.6
ip netns exec a ping -q -c 1 -e 9 -Q 0x20 -t 5 10.0.0.2 >/dev/null
wait
for v in -v -vv -vvv; do tcpdump -nt $v -r cap 2>/dev/null; done
tcpdump -nt -e -v -r cap 2>/dev/null
tcpdump -r cap --count 2>/dev/null
tcpdump -nt -r cap -c 1 -q -v 2>/dev/null
