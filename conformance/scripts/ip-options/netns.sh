# -n, and what it does to errors.
ip netns add a
ip -n a link
ip -netns a link set lo up
ip -n a -4 -o addr
ip -n nosuch addr; echo $?
ip -n a -n a link show lo | head -1
ip -n a netns
ip -n a netns exec a true; echo $?
ip -a -n a link; echo $?
