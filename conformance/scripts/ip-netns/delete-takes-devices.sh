# With a namespace its pairs go, on both sides.
ip netns add red
ip netns add blue
ip link add v0 netns red type veth peer name v1
ip link add v2 netns red type veth peer name v3 netns blue
ip -br link | awk '{print $1}'
ip netns del red; sleep 0.5
ip -br link | awk '{print $1}'
ip -n blue -br link | awk '{print $1}'
