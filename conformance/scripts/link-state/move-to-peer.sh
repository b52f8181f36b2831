# An end that was up moves to its peer: both have lost their carrier, and what is told when the end comes up again shows it.
quiet() { "$@" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; }
ip netns add red; quiet; quiet ip netns exec red
ip link add name veth0 address 02:00:00:00:00:11 netns red index 20 type veth peer name eth0 address 02:00:00:00:00:12 index 21
ip link set eth0 up; ip -n red link set veth0 up; sleep 1.2
ip -n red monitor link >log & sleep 0.2
ip link set eth0 netns red; sleep 1.2
ip -n red link show eth0
ip -n red link set eth0 up; sleep 0.3
kill %1; wait 2>/dev/null; cat log
