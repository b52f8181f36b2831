# What is left running ends with its namespace's use.
ip netns add a
ip netns exec a sleep 30 &
sleep 0.2
ip netns pids a | wc -l
kill $(ip netns pids a); wait
ip netns pids a | wc -l
ip netns del a; echo $?
