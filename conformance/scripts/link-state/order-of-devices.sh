# Devices that came in another order than that of their indices: which Linux goes by where.
ip netns add r
ip link add a0 index 40 address 02:00:00:00:00:40 type veth peer name x0 index 90 netns r
ip link add a1 index 20 address 02:00:00:00:00:20 type veth peer name x1 index 80 netns r
ip link add a2 index 30 address 02:00:00:00:00:30 type veth peer name x2 index 70 netns r
ip link add a3 index 10 address 02:00:00:00:00:10 type veth peer name x3 index 60 netns r
ip link add b0 address 02:00:00:00:00:01 type veth peer name b1 address 02:00:00:00:00:02
ip link set a2 netns r; ip -n r link set a2 netns 1 2>/dev/null || ip -n r link set a2 netns $$
for i in 0 1 2 3; do ip -n r link set x$i up; ip link set a$i up; done; ip link set lo up; sleep 2.5
for i in 0 1 2; do ip addr add 10.0.$i.1/24 dev a$i; ip addr add fd00:$i::1/64 dev a$i nodad; done
ip link set b0 up; ip link set b1 up
echo "- sources"; for d in 10.0.0.9 10.9.9.9 fd00:9::9 224.0.0.1 255.255.255.255 ff02::1; do for o in a0 a1 a2 a3 b0; do ip route get $d oif $o; ip route get $d oif $o from 10.0.1.1 2>&1; done; done
ip route add default dev a3; ip route get 8.8.8.8; ip route add 10.77.0.0/16 dev b0; ip route get 10.77.1.1
ip -6 route add default dev a3; ip route get 2001:db8::1
echo "- proc"; cut -c1-40 /proc/net/igmp /proc/net/igmp6 /proc/net/anycast6 | sed "s/ [01]:0000.*//"; cat /proc/net/mcfilter /proc/net/mcfilter6
echo "- shown"; ip -br link; ip -br addr; ip maddr | grep -v "users"; ip netconf; route -n; ip -6 route; ip route show table all; hostname -I
