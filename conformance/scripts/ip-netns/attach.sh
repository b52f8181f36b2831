# attach names the namespace of a process.
ip netns attach me $$; echo $?
ip netns
ip link add v0 type veth
ip netns exec me ip -br link | wc -l
ip netns identify $$
ip netns attach me $$; echo $?
ip netns attach other 99999999; echo $?
ip netns attach; echo $?
ip netns del me
ip netns identify $$
