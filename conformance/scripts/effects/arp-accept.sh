# arp_accept: learning from gratuitous ARP.
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
ip netns exec b arping -q -A -c 1 -I veth1 -s 10.0.0.2 10.0.0.2
ip -n a neigh
ip netns exec a sysctl -w net.ipv4.conf.veth0.arp_accept=1
ip netns exec b arping -q -A -c 1 -I veth1 -s 10.0.0.2 10.0.0.2
ip -n a neigh
ip netns exec a sysctl -w net.ipv4.conf.veth0.drop_gratuitous_arp=1
ip -n a neigh flush all
ip netns exec b arping -q -A -c 1 -I veth1 -s 10.0.0.2 10.0.0.2
ip -n a neigh
