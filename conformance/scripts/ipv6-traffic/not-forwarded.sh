# Packets that are not forwarded or not taken: link-local, loopback, multicast sources and destinations, broken headers.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip link add vb netns b index 7 address 02:00:00:00:00:0b type veth peer name rb netns r index 8 address 02:00:00:00:01:0b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n a addr add 2001:db8:a::2/64 dev va nodad; ip -n r addr add 2001:db8:a::1/64 dev ra nodad
ip -n b addr add 2001:db8:b::2/64 dev vb nodad; ip -n r addr add 2001:db8:b::1/64 dev rb nodad
ip -n a link set va up; ip -n r link set ra up; ip -n b link set vb up; ip -n r link set rb up
ip -n a -6 route add default via 2001:db8:a::1; ip -n b -6 route add default via 2001:db8:b::1
sleep 2.4
ip netns exec b tcpdump -lni vb -t 'not (icmp6 and (ip6[40] == 135 or ip6[40] == 136 or ip6[40] == 133)) and not dst ff02::16' 2>/dev/null >> log & sleep 0.5
send() { echo "- $1" | tee -a log; shift; ip netns exec a inject va 02:00:00:00:01:0a 02:00:00:00:00:0a 86dd "$@"; sleep 0.2; }
udp="1111 2222 000c 0000 61626364"
send "as it should be" 60000000 0000 11 40 2001:db8:a::2 2001:db8:b::2 $udp
send "link-local source" 60000000 0000 11 40 fe80::ff:fe00:a 2001:db8:b::2 $udp
send "link-local destination" 60000000 0000 11 40 2001:db8:a::2 fe80::ff:fe00:b $udp
send "no source" 60000000 0000 11 40 :: 2001:db8:b::2 $udp
send "loopback source" 60000000 0000 11 40 ::1 2001:db8:b::2 $udp
send "loopback destination" 60000000 0000 11 40 2001:db8:a::2 ::1 $udp
send "multicast source" 60000000 0000 11 40 ff02::1 2001:db8:b::2 $udp
send "mapped source" 60000000 0000 11 40 ::ffff:a00:1 2001:db8:b::2 $udp
send "one of the router's own addresses as source" 60000000 0000 11 40 2001:db8:b::1 2001:db8:b::2 $udp
send "hop limit 1 and 0" 60000000 0000 11 01 2001:db8:a::2 2001:db8:b::2 $udp; send "0" 60000000 0000 11 00 2001:db8:a::2 2001:db8:b::2 $udp
send "version 4" 40000000 0000 11 40 2001:db8:a::2 2001:db8:b::2 $udp
send "longer than it is" 60000000 0064 11 40 2001:db8:a::2 2001:db8:b::2 $udp
send "shorter than it is" 60000000 000a 11 40 2001:db8:a::2 2001:db8:b::2 $udp
send "no next header" 60000000 0000 3b 40 2001:db8:a::2 2001:db8:b::2 $udp
send "an unknown protocol to the router" 60000000 0000 fd 40 2001:db8:a::2 2001:db8:a::1 $udp
send "a traffic class" 6ff12345 0000 11 40 2001:db8:a::2 2001:db8:b::2 $udp
kill %1; wait; cat log
ip netns exec r awk '/^Ip6In|^Ip6Out(F|N|D)/ && $2 > 0 && !/Octets|Mcast|ECT|Receives|Delivers/' /proc/net/snmp6
