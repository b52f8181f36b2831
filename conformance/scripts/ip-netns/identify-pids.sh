# Whose namespace is it?
ip netns add red
ip netns add blue
ip netns identify; echo $?
ip netns exec red ip netns identify
ip netns exec red sleep 5 & sleep 0.3
pid=$(ip netns pids red); echo $pid | wc -w
ip netns identify $pid
ip netns pids blue
ip netns pids nosuch; echo $?
ip netns identify 99999999; echo $?
ip netns identify foo; echo $?
kill $pid; wait
ip netns pids red
