# A path MTU that was learned is shown with its destination's route, and forgotten with the cache.
for n in a r b; do ip netns add $n; ip -n $n link set lo up; done
ip link add e0 netns a index 40 type veth peer name a0 netns r; ip link add e0 netns b index 41 type veth peer name b0 netns r
ip -n r link set b0 mtu 1300; ip -n b link set e0 mtu 1300; ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
for x in "a e0 1::2" "r a0 1::1" "r b0 2::1" "b e0 2::2"; do set -- $x; ip -n $1 addr add 2001:db8:$3/64 dev $2 nodad; ip -n $1 link set $2 up; done
sleep 2; ip -n a -6 route add default via 2001:db8:1::1; ip -n b -6 route add default via 2001:db8:2::1
get() { ip -n a -6 route get 2001:db8:2::2 | sed 's/expires [0-9]*sec/expires Nsec/'; }
learn() { ip netns exec a ping -c 2 -i 0.2 -s 1400 -W 1 2001:db8:2::2 | grep transmitted; get; }
learn; ip -n a -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/'
ip -n a -6 route flush cache; echo $?; get
learn; ip -n a -6 route del 2001:db8:2::2; echo $?; get
ip -n a -6 route flush cache; ip -n a -6 route flush cache; echo $?; ip -n a -6 route show cache; get
