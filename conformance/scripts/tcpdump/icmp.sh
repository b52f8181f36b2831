# A ping seen from the other end, in all shapes.
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
ip netns exec a ping -q -c 1 10.0.0.2 >/dev/null
ip netns exec b tcpdump -c 2 -ni veth1 -w cap icmp >log 2>&1 & sleep 0.6
ip netns exec a ping -q -c 1 -e 7 -p 5a -s 16 10.0.0.2 >/dev/null
wait; cat log
tcpdump -n -r cap
tcpdump -nq -r cap
tcpdump -ne -r cap
tcpdump -nt -r cap
tcpdump -ntt -r cap
tcpdump -nttt -r cap | tail -1 | sed 's/00:00:00.0*[0-9]*/DELTA/'
tcpdump -ntttt -r cap
tcpdump -nttttt -r cap | head -1
tcpdump -n# -r cap
tcpdump -n -r cap -c 1
tcpdump -nv -r cap
