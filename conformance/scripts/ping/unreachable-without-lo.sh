# The error about an unanswered ARP request travels over lo: with lo down nothing is said.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a ping -c 2 -i 0.3 -W 0.5 10.0.0.9; echo $?
ip -n a link set lo up
ip netns exec a ping -c 2 -i 0.3 10.0.0.9; echo $?
