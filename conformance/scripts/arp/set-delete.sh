# Entries by hand.
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
ip netns exec a arp -s 10.0.0.5 02:00:00:00:00:05; echo $?
ip netns exec a arp -i veth0 -s 10.0.0.6 02:00:00:00:00:06 temp; echo $?
ip netns exec a arp -n | sort
ip netns exec a arp -i veth0 -s 10.0.0.7 02:00:00:00:00:07 pub; echo $?
ip -n a neigh show proxy
ip netns exec a arp -d 10.0.0.5; echo $?
ip netns exec a arp -d 10.0.0.5; echo $?
ip netns exec a arp -d 10.0.0.99; echo $?
ip netns exec a arp -n -i veth0 10.0.0.6
printf '10.0.0.8 02:00:00:00:00:08\n10.0.0.9\t02:00:00:00:00:09 temp\n\n# comment\n' > ethers
ip netns exec a arp -f ethers; echo $?
ip netns exec a arp -n | sort
ip netns exec a arp -f nosuchfile; echo $?
