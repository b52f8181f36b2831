# -s, -w -, -r -, -C and appending to filters from a file.
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
ip netns exec b timeout 3 tcpdump -U -s 60 -c 2 -ni veth1 -w - icmp 2>/dev/null >cap & sleep 0.6
ip netns exec a ping -q -c 1 -e 9 10.0.0.2 >/dev/null
wait; wc -c <cap; head -c 24 cap | od -An -tx1
cat cap | tcpdump -ntr - 2>/dev/null
echo 'src 10.0.0.2' > filter; tcpdump -ntr cap -F filter 2>&1
tcpdump -r cap -w cap2 src 10.0.0.1 2>&1; wc -c < cap2
tcpdump -ntr cap2 2>/dev/null
