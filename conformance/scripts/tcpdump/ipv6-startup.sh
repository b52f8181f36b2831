# What a device says when it comes up: MLD, DAD, router solicitation.
ip netns add a; ip netns add b
ip link add veth0 netns a index 5 address 02:00:00:00:00:01 type veth peer name veth1 netns b address 02:00:00:00:00:02
ip netns exec b sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip -n b link set veth1 up
ip netns exec b timeout 5 tcpdump -l -nti veth1 >out 2>/dev/null & sleep 0.6
ip -n a link set veth0 up
wait
grep -v HBH out | sort -u
grep HBH out | sed 's/, [0-9]* group record.*//' | sort -u
