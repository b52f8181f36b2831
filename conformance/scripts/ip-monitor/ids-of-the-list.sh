# Ids that namespaces get as the listener reads the list of links: of those it says nothing.
ip netns add green
for n in "" "ip netns exec green"; do $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add dev v1 address 02:00:00:00:00:16 index 20 numtxqueues 1 numrxqueues 1 type veth peer name v0 address 02:00:00:00:00:17 netns green index 21 numtxqueues 1 numrxqueues 1
cd /tmp
timeout 0.4 ip -n green monitor >m & sleep 0.15; ip -n green link set v0 mtu 1300; wait; cat m; ip -n green netns list-id; ip netns list-id
timeout 0.4 ip -n green monitor >m & sleep 0.15; ip -n green link set v0 mtu 1400; wait; cat m
