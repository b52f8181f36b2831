# Packet too big: learned MTUs, where they are seen, forged ones.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip link add vb netns b index 7 address 02:00:00:00:00:0b type veth peer name rb netns r index 8 address 02:00:00:00:01:0b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n a addr add 2001:db8:a::2/64 dev va nodad; ip -n r addr add 2001:db8:a::1/64 dev ra nodad
ip -n b addr add 2001:db8:b::2/64 dev vb nodad; ip -n r addr add 2001:db8:b::1/64 dev rb nodad
ip -n a link set va up; ip -n r link set ra up; ip -n b link set vb up; ip -n r link set rb up
ip -n a -6 route add default via 2001:db8:a::1; ip -n b -6 route add default via 2001:db8:b::1
sleep 2.4
ip -n r link set rb mtu 1300; ip -n b link set vb mtu 1300
p() { ip netns exec a ping -c 1 -W 1 "$@" | sed -n '2p;/packets/p'; }
p -s 1352 2001:db8:b::2; p -s 1352 2001:db8:b::2
ip -n a -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/'; ip -n a -6 route get 2001:db8:b::2 | sed 's/expires [0-9]*sec/expires Nsec/'
p -s 1452 -M do 2001:db8:b::2; p -s 1252 -M do 2001:db8:b::2; p -s 1253 -M do 2001:db8:b::2; p -s 1352 -M dont 2001:db8:b::2
ip netns exec a ping -c 2 -i 0.2 -W 1 -s 1400 2001:db8:b::3 | sed -n '2p;/packets/p'
ip netns exec r awk '/TooBig|Frag/ && $2 > 0' /proc/net/snmp6; echo; ip netns exec a awk '/TooBig|Frag/ && $2 > 0' /proc/net/snmp6; echo; ip netns exec b awk '/Reasm/ && $2 > 0' /proc/net/snmp6
ip -n a -6 route flush cache; ip -n a -6 route show cache
echo "- traceroute"
ip netns exec a traceroute -6 -n -q 1 -F 2001:db8:b::2 1400 | sed 's/[0-9.]* ms/N ms/'
