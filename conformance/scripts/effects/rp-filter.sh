# rp_filter: strict, loose and off, for a source that is elsewhere or nowhere.
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
ip -n b addr add 10.0.77.7/32 dev b0
ip -n b addr add 10.0.1.77/32 dev b0
for value in 0 1 2; do
  ip netns exec r sysctl -w net.ipv4.conf.all.rp_filter=$value
  ip netns exec b ping -q -c 1 -W 0.3 -I 10.0.2.2 10.0.2.1 | grep loss
  ip netns exec r cat /proc/net/netstat | awk '/^IpExt/ {if (n++) print $(f); else for (i = 1; i <= NF; i++) if ($i == "InNoRoutes") f = i}'
done
ip -n r route add 10.0.77.7/32 dev ra
ip netns exec r timeout 4 tcpdump -l -nti rb 'icmp[icmptype] = icmp-echoreply' >out 2>/dev/null & sleep 0.4
for value in 1 2 0; do
  ip netns exec r sysctl -w net.ipv4.conf.rb.rp_filter=$value net.ipv4.conf.all.rp_filter=0
  ip netns exec b ping -q -c 1 -W 0.3 -I 10.0.77.7 10.0.2.1 | grep loss
  ip netns exec r grep -c . /proc/net/arp >/dev/null
done
kill %1; wait
ip netns exec r awk '/^TcpExt/ {if (n++) print $(f); else for (i = 1; i <= NF; i++) if ($i == "IPReversePathFilter") f = i}' /proc/net/netstat
