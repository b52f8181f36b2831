# Wrong words.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
arp -s; echo $?
arp -s 10.0.0.5; echo $?
ip netns exec a arp -s 10.0.0.5 zz; echo $?
ip netns exec a arp -s nosuchhost 02:00:00:00:00:05; echo $?
ip netns exec a arp -s 10.9.0.5 02:00:00:00:00:05; echo $?
ip netns exec a arp -i nosuch -s 10.0.0.5 02:00:00:00:00:05; echo $?
arp -d; echo $?
arp -H bogus; echo $?
arp -A bogus; echo $?
arp -Z; echo $?
arp -V; echo $?
arp -h; echo $?
