# A router for IPv6.
for ns in a r b; do ip netns add $ns; done
ip link add a0 netns a index 5 type veth peer name ra netns r
ip link add b0 netns b index 5 type veth peer name rb netns r
ip -n a -6 addr add fc01::2/64 dev a0 nodad; ip -n r -6 addr add fc01::1/64 dev ra nodad
ip -n r -6 addr add fc02::1/64 dev rb nodad; ip -n b -6 addr add fc02::2/64 dev b0 nodad
ip -n a link set a0 up; ip -n r link set ra up; ip -n r link set rb up; ip -n b link set b0 up
ip -n a -6 route add default via fc01::1; ip -n b -6 route add default via fc02::1
sleep 2.5
ip netns exec a ping -c 1 -W 0.5 fc02::2; echo $?
ip netns exec r sysctl -w net.ipv6.conf.all.forwarding=1
ip netns exec a ping -c 1 fc02::2; echo $?
ip netns exec a ping -c 1 -t 1 fc02::2; echo $?
ip netns exec a ping -c 1 fc09::2; echo $?
ip netns exec a traceroute -n -q 1 fc02::2
