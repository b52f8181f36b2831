# A namespace that a process uses lives on without its name.
ip netns add red
ip link add v0 type veth peer name v1 netns red
ip netns exec red sleep 1.5 & sleep 0.3
ip netns del red; echo $?
ip netns
ip -br link | awk '{print $1}'
wait; sleep 0.7
ip -br link | awk '{print $1}'
