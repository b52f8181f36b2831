# By source, by mark, by incoming device: what really leaves where.
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
ip netns add c
ip link add rc netns r address 02:00:00:00:01:0c type veth peer name c0 netns c address 02:00:00:00:00:0c
ip netns exec c sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip -n r addr add 10.0.3.1/24 dev rc; ip -n c addr add 10.0.3.2/24 dev c0
ip -n r link set rc up; ip -n c link set c0 up; ip -n c link set lo up; ip -n b link set lo up
ip -n c addr add 10.9.9.9/32 dev lo; ip -n b addr add 10.9.9.9/32 dev lo
ip -n c route add default via 10.0.3.1
ip -n r route add 10.9.9.9 via 10.0.2.2
ip -n r route add 10.9.9.9 via 10.0.3.2 table 50
sleep 1.2
who() { ip netns exec a ping -q -c 1 -W 0.5 "$@" 10.9.9.9 >/dev/null; for n in b c; do printf '%s ' $n $(ip netns exec $n awk '/^Icmp:/ {if (n++) print $(a); else for (i = 1; i <= NF; i++) if ($i == "InEchos") a = i}' /proc/net/snmp); done; echo; }
who
ip -n r rule add from 10.0.1.2 lookup 50; who
ip -n r rule del lookup 50; who
ip -n r rule add iif ra lookup 50; who
ip -n r rule del lookup 50
ip -n r rule add tos 0x08 lookup 50; who -Q 8; who
ip -n r rule add to 10.9.9.9 prohibit pref 5
ip netns exec a ping -c 1 10.9.9.9 | sed -n 2p
