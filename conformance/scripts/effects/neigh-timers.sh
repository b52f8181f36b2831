# Shorter timers: an entry ages from reachable to stale, is probed when used, and fails.
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
ip netns exec a sysctl -qw net.ipv4.neigh.veth0.base_reachable_time_ms=3000 net.ipv4.neigh.veth0.delay_first_probe_time=1 net.ipv4.neigh.veth0.retrans_time_ms=300
ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0 nud reachable
ip -n a neigh
sleep 5
ip -n a neigh
ip netns exec a ping -q -c 1 10.0.0.2 >/dev/null
ip -n a neigh
sleep 1.3
ip -n a neigh | sed 's/STALE/REACHABLE/'
ip -n b addr del 10.0.0.2/24 dev veth1
ip -n a neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth0 nud stale
ip netns exec a ping -q -c 1 -W 0.2 10.0.0.2 | grep loss
sleep 1.4
ip -n a neigh | cut -d' ' -f1-3,6
sleep 1.3
sleep 1.6
ip -n a neigh
