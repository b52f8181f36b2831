# Multicast memberships.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
sleep 1.5
ip -n a maddr show dev veth0
ip -n a -4 maddr
ip -n a -6 maddr show dev lo
ip -n a maddr add 01:00:5e:00:00:05 dev veth0; echo $?
ip -n a maddr show dev veth0 | head -2
ip -n a maddr del 01:00:5e:00:00:05 dev veth0; echo $?
