# all-nsid: the namespaces that have a number here.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add red
ip netns set red 3
timeout 1.5 ip monitor link all-nsid >out & sleep 0.3
ip -n red link set lo up
ip -n red link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
wait; cat out
