# -M do and dont with packets that are too big for the device or for the way.
for ns in a r b; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip link add a0 netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r address 02:00:00:00:01:0a
ip link add b0 netns b index 5 address 02:00:00:00:00:0b type veth peer name rb netns r address 02:00:00:00:01:0b
ip -n a addr add 10.0.1.2/24 dev a0
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n b addr add 10.0.2.2/24 dev b0
ip -n a link set a0 up
ip -n r link set ra up
ip -n r link set rb up
ip -n b link set b0 up
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip netns exec a ping -c 1 -M do -s 1472 10.0.2.2 | head -2
ip netns exec a ping -c 1 -M do -s 1473 10.0.2.2; echo $?
ip netns exec a ping -c 1 -M dont -s 3000 10.0.2.2 | head -2
ip -n r link set rb mtu 1400
ip netns exec a ping -c 2 -i 0.3 -M do -s 1400 10.0.2.2; echo $?
ip -n a route get 10.0.2.2 | sed 's/expires [0-9]*sec/expires Nsec/'
ip netns exec a ping -c 1 -M want -s 1400 10.0.2.2; echo $?
ip netns exec a ping -c 1 -M bogus 10.0.2.2; echo $?
