# Which table decides: by source, by mark, by device; and a table without a match lets the next one try.
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
ip -n a route add 10.9.0.0/16 via 10.0.0.2 table 100
ip -n a route add 10.9.0.0/16 via 10.0.0.3 table 101
ip -n a route add throw 10.9.9.0/24 table 101
ip -n a route add default via 10.0.0.4
ip -n a rule add from 10.0.0.1 table 100 pref 10
ip -n a rule add fwmark 7 table 101 pref 5
ip -n a route get 10.9.0.1
ip -n a route get 10.9.0.1 from 10.0.0.1
ip -n a route get 10.9.0.1 mark 7
ip -n a route get 10.9.9.1 mark 7
ip -n a route get 10.9.9.1 mark 7 from 10.0.0.1
ip -n a route get 8.8.8.8 from 10.0.0.1
ip -n a rule add from all lookup main suppress_prefixlength 0 pref 1
ip -n a route get 8.8.8.8; echo $?
ip -n a route get 10.0.0.9
