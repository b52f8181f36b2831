# No route, from the first socket call on.
ip netns add a
ip netns exec a ping -c 1 10.0.0.1; echo $?
ip netns exec a ping -6 -c 1 fc00::1; echo $?
ip netns exec a ping -c 1 -I lo 10.0.0.1; echo $?
ip netns exec a ping -c 1 -I nosuch 10.0.0.1; echo $?
ip netns exec a ping -c 1 -I 10.9.9.9 10.0.0.1; echo $?
ip netns exec a ping -c 1 -I 300.1.1.1 10.0.0.1; echo $?
