# A router fragments what may be fragmented, and the other end puts it together.
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
ip -n r link set rb mtu 576; ip -n b link set b0 mtu 576
ip -n b neigh add 10.0.2.1 lladdr 02:00:00:00:01:0b dev b0
ip -n r neigh add 10.0.2.2 lladdr 02:00:00:00:00:0b dev rb
ip netns exec b timeout 2 tcpdump -l -nti b0 >out 2>/dev/null & sleep 0.5
ip netns exec a ping -c 1 -M dont -e 4 -s 1400 10.0.2.2; echo $?
wait; cat out
ip netns exec r awk '/^Ip:/ {if (n++) print $(a), $(b), $(c); else for (i = 1; i <= NF; i++) {if ($i == "FragOKs") a = i; if ($i == "FragFails") b = i; if ($i == "FragCreates") c = i}}' /proc/net/snmp
ip netns exec b awk '/^Ip:/ {if (n++) print $(a), $(b); else for (i = 1; i <= NF; i++) {if ($i == "ReasmReqds") a = i; if ($i == "ReasmOKs") b = i}}' /proc/net/snmp
