# IPv4 packets by way of a gateway that has an IPv6 address only, through a router and from the host itself; and one that does not answer.
for n in a r b; do ip netns add $n; ip -n $n link set lo up; done
ip link add a0 netns a type veth peer name r0 netns r
ip link add b0 netns b type veth peer name r1 netns r
ip -n a addr add 10.1.0.1/32 dev lo
ip -n b addr add 10.2.0.1/32 dev lo
ip -n a addr add fd00:1::1/64 dev a0 nodad
ip -n r addr add fd00:1::2/64 dev r0 nodad
ip -n r addr add fd00:2::1/64 dev r1 nodad
ip -n b addr add fd00:2::2/64 dev b0 nodad
for l in "a a0" "r r0" "r r1" "b b0"; do ip -n ${l% *} link set ${l#* } up; done
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
sleep 2
ip -n a route add 10.2.0.0/16 via inet6 fd00:1::2 dev a0 src 10.1.0.1
ip -n r route add 10.1.0.0/16 via inet6 fd00:1::1 dev r0
ip -n r route add 10.2.0.0/24 via inet6 fd00:2::2 dev r1
ip -n r route add 10.2.1.0/24 via inet6 fd00:2::77 dev r1
ip -n b route add 10.1.0.0/16 via inet6 fd00:2::1 dev b0
ip netns exec a ping -c 2 -i 0.2 10.2.0.1 | sed 's/time=.*//; /rtt/d; s/time .*ms/time N/'
ip -n r -6 neigh show | grep fd00 | sed 's/lladdr .*:.. //' | sort
ip -n r -4 neigh show
echo "# a router without an address of its own says so from 192.0.0.8"
ip netns exec a ping -c 1 -W 1 10.2.2.1 | sed 's/time .*ms/time N/'
echo "# nobody there"
ip netns exec a ping -c 1 -W 5 10.2.1.1 | sed 's/time .*ms/time N/'
ip -n r -6 neigh show fd00:2::77
ip -n r route get 10.2.0.1
ip -n r route get 10.2.0.1 from 10.1.0.1 iif r0
for n in a r b; do ip netns del $n; done
