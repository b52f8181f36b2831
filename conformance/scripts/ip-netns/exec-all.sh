# -all: every namespace in turn.
ip netns add red
ip -all netns exec ip -br link
ip netns del red
ip -all netns exec true; echo $?
ip netns add red
ip -a netns del; echo $?
ip netns
