# ip -6 neigh: states, flags, get, flush, limits.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; sleep 2.4
n() { ip -n a -6 neigh "$@"; }
n show
ip netns exec a ping -c 1 -W 1 2001:db8::b > /dev/null; n show; n show nud reachable; n show nud stale; n show to 2001:db8::/32; n show dev va
n get 2001:db8::b dev va; n get 2001:db8::c dev va; n get 2001:db8::b
n add 2001:db8::c lladdr 02:00:00:00:00:0c dev va nud stale; n add 2001:db8::c lladdr 02:00:00:00:00:0c dev va; n add 2001:db8::d lladdr 02:00:00:00:00:0d dev va router; n add 2001:db8::e dev va nud noarp; n add 2001:db8::f lladdr 02:00:00:00:00:0f dev va extern_learn; n show | sort
n change 2001:db8::c lladdr 02:00:00:00:00:1c dev va nud permanent; n replace 2001:db8::99 lladdr 02:00:00:00:00:99 dev va nud delay; sleep 0.3; n show to 2001:db8::c; n show to 2001:db8::99
n add ff02::5 lladdr 33:33:00:00:00:05 dev va; n add 2001:db8::a lladdr 02:00:00:00:00:05 dev va; n add :: lladdr 02:00:00:00:00:05 dev va; n add 10.0.0.1 lladdr 02:00:00:00:00:05 dev va
n del 2001:db8::c dev va; n del 2001:db8::c dev va; echo $?
ip -n a -s -6 neigh show | sed 's/used [0-9/]*/used N/' | sort
n show nud noarp | sort
n flush dev va; n show | sort; n flush dev va nud permanent; n show | sort
ip -n a -j -6 neigh show
ip netns exec a cat /proc/net/stat/ndisc_cache > /dev/null && echo there
