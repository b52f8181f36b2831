# A path MTU that was learned is forgotten with the route cache, not with a change of another route.
ip netns add a; ip netns add r; ip netns add b
ip link add e0 netns a index 50 type veth peer name a0 netns r; ip link add e0 netns b index 51 type veth peer name b0 netns r
for x in a r b; do ip -n $x link set lo up; done
ip -n a addr add 10.0.1.2/24 dev e0; ip -n r addr add 10.0.1.1/24 dev a0; ip -n r addr add 10.0.2.1/24 dev b0; ip -n b addr add 10.0.2.2/24 dev e0
ip -n r link set b0 mtu 1400; ip -n b link set e0 mtu 1400
for x in "a e0" "r a0" "r b0" "b e0"; do set -- $x; ip -n $1 link set $2 up; done
ip -n a route add default via 10.0.1.1; ip -n b route add default via 10.0.2.1; ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip netns exec a ping -c1 -s 1472 -M do -W1 10.0.2.2 > /dev/null
ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
ip -n a route flush cache; echo $?; ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
ip netns exec a ping -c1 -s 1472 -M do -W1 10.0.2.2 > /dev/null
ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
ip -n a route add 10.77.0.0/16 via 10.0.1.1;  ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
ip netns exec a ping -c1 -s 1472 -M do -W1 10.0.2.2 > /dev/null
ip netns exec a sysctl -w net.ipv4.route.flush=1; ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
ip netns exec a ping -c1 -s 1472 -M do -W1 10.0.2.2 > /dev/null
ip -n a link set e0 down; ip -n a link set e0 up;ip -n a route add default via 10.0.1.1; ip -n a route get 10.0.2.2 | sed 's,expires [0-9]*sec,expires N,'
