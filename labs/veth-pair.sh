# A veth pair between two namespaces.

ip link list
ip link add veth0 type veth peer name veth1
ip link list

ip netns list
ip netns add ns0
ip netns add ns1
ip netns list

ip link set veth0 netns ns0
ip link set veth1 netns ns1
ip link list
ip netns exec ns0 ip link list
ip netns exec ns1 ip link list

ip netns exec ns0 ip addr add 10.1.1.1/24 dev veth0
ip netns exec ns0 ip link set veth0 up
ip netns exec ns1 ip addr add 10.1.1.2/24 dev veth1
ip netns exec ns1 ip link set veth1 up
# Typed by hand this takes some seconds; a link-local address is tentative for up to two.
sleep 3
ip netns exec ns0 ip addr list
ip netns exec ns1 ip addr list

ip netns exec ns1 ping 10.1.1.1 -c 4 -I veth1
ip netns exec ns0 ping 10.1.1.2 -c 4 -I veth0
