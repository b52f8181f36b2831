# ip_default_ttl and hop_limit.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
ip netns exec b sysctl -w net.ipv4.ip_default_ttl=33 net.ipv6.conf.all.hop_limit=44 net.ipv6.conf.veth1.hop_limit=45
ip netns exec a ping -c 1 10.0.0.2 | grep ttl
ip netns exec a ping -c 1 fc00::2 | grep ttl
ip netns exec b sysctl -w net.ipv4.ip_default_ttl=0; echo $?
ip netns exec b sysctl -w net.ipv4.ip_default_ttl=256; echo $?
ip netns exec b sysctl net.ipv4.ip_default_ttl
