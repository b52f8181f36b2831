# A name that is taken on the other side.
ip netns add red
ip link add v0 type veth peer name v1
ip -n red link add v0 type veth peer name w1
ip link set v0 netns red; echo $?
ip link set v0 netns red name v9; echo $?
ip -br link | awk '{print $1}'
ip -n red -br link | awk '{print $1}'
ip link set v1 netns $$; echo $?
ip link set v1 netns 99999; echo $?
