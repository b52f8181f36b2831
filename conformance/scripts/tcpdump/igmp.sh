# What a group's new member says, and what it says when it leaves.
ip netns add a; ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 address 02:00:00:00:00:01 type veth peer name veth1 netns b
ip -n b link set veth1 up
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n a link set veth0 up
ip netns exec b timeout 5.5 tcpdump -l -nei veth1 >out 2>/dev/null & sleep 0.6
ip -n a addr add 239.1.2.3/32 dev veth0 autojoin; echo $?
ip -n a -4 addr show veth0
ip netns exec a awk "{print \$1, \$2, \$3, \$4}" /proc/net/igmp
sleep 2.3
ip -n a addr del 239.1.2.3/32 dev veth0; echo $?
ip netns exec a awk "{print \$1, \$2, \$3, \$4}" /proc/net/igmp
wait; cut -d' ' -f2- out
