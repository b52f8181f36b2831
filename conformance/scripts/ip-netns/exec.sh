# Commands inside: status, arguments, what is not there.
ip netns add red
ip netns exec red ip -br link; echo $?
ip netns exec red false; echo $?
ip netns exec red sh -c 'exit 7'; echo $?
ip netns exec red nosuchcommand; echo $?
ip netns exec nosuch true; echo $?
ip netns exec red; echo $?
ip netns exec; echo $?
ip netns exec red bash -c 'echo "$0 $1 $#"' x 'two words' y
echo hello | ip netns exec red cat
ip netns exec red ls /sys/class/net
ip netns exec red cat /proc/net/dev | tail -n +3
