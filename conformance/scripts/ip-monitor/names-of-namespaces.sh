# Listeners know the names that were there when they began, and those that they hear of.
ip netns add red; ip netns add blue
for n in "" "ip netns exec red" "ip netns exec blue"; do $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add v0 index 20 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer numtxqueues 1 numrxqueues 1 name v1 index 21 address 02:00:00:00:00:12 netns red
cd /tmp
for w in "monitor link" "monitor" "monitor all-nsid link" "monitor all-nsid" "monitor nsid" "monitor nsid link" "monitor address" "-4 monitor link" "-d monitor link" "-j monitor link" "monitor label link"; do
 echo "# $w"
 timeout .4 ip $w > m & sleep .15;  ip link set v0 mtu 1400; ip -n red link set v1 mtu 1300; ip link add v5 address 02:00:00:00:00:21 index 30 numtxqueues 1 numrxqueues 1 type veth peer numtxqueues 1 numrxqueues 1 name v6 netns blue address 02:00:00:00:00:31 index 31;ip link set v0 mtu 1500; ip -n red link set v1 mtu 1500; ip link set v5 mtu 1300; wait; cat m; ip link del v5
done
ip monitor link nsid > m & sleep .15; ip netns del blue; sleep .5; ip netns add blue; ip link add v5 address 02:00:00:00:00:21 index 30 numtxqueues 1 numrxqueues 1 type veth peer numtxqueues 1 numrxqueues 1 name v6 netns blue address 02:00:00:00:00:31 index 31; ip netns add green; ip link add v15 address 02:00:00:00:00:41 index 40 type veth peer name v6 netns green address 02:00:00:00:00:51 index 41; ip netns set green 9;  sleep .1; kill %%; cat m
