# Neighbour states over time, as rtnetlink tells them.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; sleep 2.4
ip netns exec b sysctl -qw net.ipv6.neigh.vb.delay_first_probe_time=100
ip netns exec a sysctl -qw net.ipv6.neigh.va.base_reachable_time_ms=3000 net.ipv6.neigh.va.delay_first_probe_time=1 net.ipv6.neigh.va.retrans_time_ms=300
ip -n a -6 monitor neigh > log & sleep 0.4
ip netns exec a ping -c 1 -W 1 2001:db8::b > /dev/null; sleep 6
echo "- again" >> log
ip netns exec a ping -c 1 -W 1 2001:db8::b > /dev/null; sleep 1.8
echo "- it is gone" >> log
ip -n b addr del 2001:db8::b/64 dev vb; ip -n a -6 neigh change 2001:db8::b dev va nud delay
sleep 3
echo "- nobody" >> log
ip netns exec a ping -c 1 -W 1 2001:db8::c > /dev/null; sleep 2.4
kill %1; wait; grep -v fe80 log
