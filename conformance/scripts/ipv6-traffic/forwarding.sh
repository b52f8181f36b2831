# Forwarding: hop limits, what is not forwarded, the errors.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip link add vb netns b index 7 address 02:00:00:00:00:0b type veth peer name rb netns r index 8 address 02:00:00:00:01:0b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n a addr add 2001:db8:a::2/64 dev va nodad; ip -n r addr add 2001:db8:a::1/64 dev ra nodad
ip -n b addr add 2001:db8:b::2/64 dev vb nodad; ip -n r addr add 2001:db8:b::1/64 dev rb nodad
ip -n a link set va up; ip -n r link set ra up; ip -n b link set vb up; ip -n r link set rb up
ip -n a -6 route add default via 2001:db8:a::1; ip -n b -6 route add default via 2001:db8:b::1
sleep 2.4
p() { ip netns exec a ping -c 1 -W 1 "$@" | sed -n '2p;/packets/p'; }
p 2001:db8:b::2; p -t 1 2001:db8:b::2; p -t 2 2001:db8:b::2; p 2001:db8:b::99; p 2001:db9::1; p 2001:db8:a::1; p 2001:db8:b::1
ip -n r -6 route add unreachable 2001:db9:1::/48; ip -n r -6 route add prohibit 2001:db9:2::/48; ip -n r -6 route add blackhole 2001:db9:3::/48; p 2001:db9:1::1; p 2001:db9:2::1; p 2001:db9:3::1
echo "- off, for one device, force_forwarding"
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=0; p 2001:db8:b::2
ip netns exec r sysctl -qw net.ipv6.conf.ra.forwarding=1; p 2001:db8:b::2
ip netns exec r sysctl -qw net.ipv6.conf.ra.force_forwarding=1 net.ipv6.conf.rb.force_forwarding=1; p 2001:db8:b::2
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
echo "- hop limits of replies"
ip netns exec b sysctl -qw net.ipv6.conf.vb.hop_limit=7; p 2001:db8:b::2
ip -n b -6 route change default via 2001:db8:b::1 hoplimit 20; p 2001:db8:b::2
ip netns exec r awk '/Ip6(InHdrErrors|InNoRoutes|InAddrErrors|OutForw|InDiscards|OutNoRoutes)/' /proc/net/snmp6; ip netns exec r awk '/Icmp6Out(Dest|Time)/' /proc/net/snmp6
cat /proc/net/snmp6 | wc -l
