# A device that moves loses its addresses, routes and neighbours, and is down.
ip netns add red
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip addr add 10.0.0.1/24 dev v0
ip link set v0 up; ip link set v1 up
ip link set v0 alias "kept" mtu 1400 txqueuelen 77
ip route
ip link set v0 netns red
ip link
ip route
ip -n red addr
ip -n red route
ip -n red link set v0 netns 1; echo $?
ip addr show v0
ip link set lo netns red; echo $?
