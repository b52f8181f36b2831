# Names of namespaces: an id that was told of is not known any more, until it is told of again.
ip netns add red
ip netns add blue
for n in red blue; do ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
link() { ip link add dev $1 address 02:00:00:00:00:0$3 index ${3}0 numtxqueues 1 numrxqueues 1 type veth peer dev $2 address 02:00:00:00:00:1$3 index ${3}1 numtxqueues 1 numrxqueues 1; }
link v0 v1 1
link v2 v3 2
link v4 v5 3
heard() { what=$1; shift; timeout 0.7 ip monitor $what >log 2>&1 & sleep 0.3; for c; do $c; sleep 0.05; done; wait; echo "== $what"; cat log; }
heard all-nsid "ip link set v0 netns red"
heard all-nsid "ip link set v2 netns red" "ip netns set blue 7"
heard "all all-nsid" "ip link set v4 netns blue" "ip netns add green" "ip netns set green 9" "ip link set v5 netns green"
heard "nsid" "ip netns del green" "ip netns add green" "ip netns set green 9"
heard "link nsid" "ip link add x0 address 02:00:00:00:00:77 index 77 numtxqueues 1 numrxqueues 1 type veth peer name x1 netns green address 02:00:00:00:00:78 index 78 numtxqueues 1 numrxqueues 1" "ip netns del green"
heard "link" "ip netns add green" "ip netns set green 12" "ip link add x0 address 02:00:00:00:00:77 index 77 numtxqueues 1 numrxqueues 1 type veth peer name x1 netns green address 02:00:00:00:00:78 index 78 numtxqueues 1 numrxqueues 1" "ip link set v1 netns red" "ip link set v3 netns red"
ip -n red netns list-id
ip netns list-id target-nsid 0
ip netns exec blue ip netns set red 7
ip -n blue netns set red 7
ip netns list-id target-nsid 7
ip -d link
