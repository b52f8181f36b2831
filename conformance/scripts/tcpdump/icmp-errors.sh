# Errors as they look on the wire.
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
ip -n r route add prohibit 10.3.0.0/16
ip -n r route add unreachable 10.4.0.0/16
ip -n r link set rb mtu 1000
ip -n a neigh add 10.0.1.1 lladdr 02:00:00:00:01:0a dev a0; ip -n r neigh add 10.0.1.2 lladdr 02:00:00:00:00:0a dev ra
ip netns exec r sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns exec a timeout 3 tcpdump -l -nti a0 src 10.0.1.1 >out 2>/dev/null & sleep 0.6
for d in 10.3.0.1 10.4.0.1; do ip netns exec a ping -q -c 1 -W 0.2 $d >/dev/null; done
ip netns exec a ping -q -c 1 -t 1 -W 0.2 10.0.2.2 >/dev/null
ip netns exec a ping -q -c 1 -M do -s 1200 -W 0.2 10.0.2.2 >/dev/null
ip netns exec a bash -c 'echo x > /dev/udp/10.0.1.1/99'
wait; cat out
