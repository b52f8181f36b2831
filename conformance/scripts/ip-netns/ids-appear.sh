# A number is given when a pair spans two namespaces.
ip netns add red
ip netns add blue
ip netns | sort
ip link add v0 netns red type veth peer name v1 netns blue
ip netns | sort
ip -n red netns list-id
ip -n red link show v0 | grep -o 'link-net.*'
ip link add v2 type veth peer name v3 netns red
ip link show v2 | grep -o 'link-net.*'
ip netns | sort
ip netns list-id | sort
