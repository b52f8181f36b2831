# arp_filter: answer only where the answer would leave.
ip netns add a; ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
for i in 0 1; do ip link add a$i netns a index 5$i address 02:00:00:00:0a:0$i type veth peer name b$i netns b address 02:00:00:00:0b:0$i; done
ip -n a addr add 10.0.0.1/24 dev a0; ip -n b addr add 10.0.0.2/24 dev b0; ip -n b addr add 10.0.0.3/24 dev b1
for i in 0 1; do ip -n a link set a$i up; ip -n b link set b$i up; done
ip netns exec a arping -c 1 -w 1 -I a1 -s 10.0.0.1 10.0.0.2 | tail -1
ip netns exec b sysctl -qw net.ipv4.conf.all.arp_filter=1
ip netns exec a arping -c 1 -w 1 -I a1 -s 10.0.0.1 10.0.0.2 | tail -1
ip netns exec a arping -c 1 -w 1 -I a0 -s 10.0.0.1 10.0.0.2 | tail -1
