# `link-netns`: where the peer is when it names no namespace itself; the id is one of the namespace that the device comes to.
t() { "$@"; echo "= $?"; }
for n in red blue; do ip netns add $n; done
for n in "" "ip netns exec red" "ip netns exec blue"; do $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
show() { for n in red blue; do ip -n $n -o link | awk -v n=$n '{print n, $2}'; done; ip -o link | awk '{print $2}'; }
t ip link add link-netns red v0 type veth peer v1; t ip link add link-netns red v2 netns red type veth peer v3
t ip link add link-netns red v4 netns blue type veth peer v5; t ip -n blue link add link-netns red v6 type veth peer v7
t ip -n blue link add link-netns red v8 type veth peer v9 netns blue; t ip -n blue link add link-netns red v10 type veth
ip -n blue netns set red 7; t ip link add w0 link-netnsid 7 netns blue type veth peer w1; t ip link add w2 link-netnsid 7 type veth peer w3
show
t ip link set v0 link-netns red; t ip link set v0 link-netnsid 9; t ip link add v0 link-netns red type veth peer v1
t ip link set v0 vrf lo; t ip link set v0 vrf nosuch
