# Names from /etc/hosts, forth and back.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set lo up
printf '10.0.0.2\tbeta beta.lab\n10.0.0.1\talpha\n' >> /etc/hosts
ip netns exec a ping -c 1 beta
ip netns exec a ping -c 1 10.0.0.2 | head -2
ip netns exec a ping -n -c 1 beta | head -2
ip netns exec a ping -c 1 gamma; echo $?
