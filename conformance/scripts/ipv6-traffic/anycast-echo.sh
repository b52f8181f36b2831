# Echo requests to anycast addresses: those of the router, of routes of that type, and first ones of local prefixes.
ip netns add r
ip link add h0 address 02:00:00:00:00:0a type veth peer name r0 address 02:00:00:00:00:0b netns r
ip link set h0 up; ip -n r link set r0 up; ip -n r link set lo up; ip addr add fd00:1::1/64 dev h0 nodad; ip -n r addr add fd00:1::2/64 dev r0 nodad
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.icmp.ratelimit=0
ip -6 route add default via fd00:1::2; sleep 2
ip -n r -6 route add anycast fd00:1::88 dev r0; ip -n r -6 route add anycast fd00:2::/64 dev r0; ip -n r -6 route add local fd00:3::/64 dev lo; ip -n r -6 route add local fd00:4::7 dev lo
ip -n r -6 route add anycast fd00:5::/127 dev lo; ip -n r -6 route add local fd00:6::/126 dev r0;
ip neigh add fd00:1:: lladdr 02:00:00:00:00:0b dev h0; ip neigh add fd00:1::88 lladdr 02:00:00:00:00:0b dev h0
udp() { ip netns exec r sysctl -qw net.ipv6.icmp.error_anycast_as_unicast=$1; }
for reply in 0 1; do for ignore in 0 1; do for unicast in 0 1; do
ip netns exec r sysctl -w net.ipv6.anycast_src_echo_reply=$reply net.ipv6.icmp.echo_ignore_anycast=$ignore net.ipv6.icmp.error_anycast_as_unicast=$unicast
for to in fd00:1:: fd00:1::88 fd00:2:: fd00:2::1 fd00:3:: fd00:3::1 fd00:4::7 fd00:5:: fd00:5::1 fd00:6:: fd00:6::1 ff02::1%h0; do
ping -c 1 -W 0.1 $to | sed -n 's/time=.*//;2p;/packets/s/, time .*//p'
traceroute -q 1 -m 1 -w 0.1 ${to%\%*} 2>&1 | tail -n 1 | sed 's/[0-9.]* ms/T ms/'
done; done; done; done
