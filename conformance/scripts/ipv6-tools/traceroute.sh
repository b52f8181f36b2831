# traceroute -6: UDP, ICMP, options and errors.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip link add vb netns b index 7 address 02:00:00:00:00:0b type veth peer name rb netns r index 8 address 02:00:00:00:01:0b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n a addr add 2001:db8:a::2/64 dev va nodad; ip -n r addr add 2001:db8:a::1/64 dev ra nodad
ip -n b addr add 2001:db8:b::2/64 dev vb nodad; ip -n r addr add 2001:db8:b::1/64 dev rb nodad
ip -n a link set va up; ip -n r link set ra up; ip -n b link set vb up; ip -n r link set rb up
ip -n a -6 route add default via 2001:db8:a::1; ip -n b -6 route add default via 2001:db8:b::1
sleep 2.4
for ns in a r b; do ip netns exec $ns sysctl -qw net.ipv6.icmp.ratelimit=0; done
# one after another: the limit for errors (fifty at once) is the whole kernel's
t() { sleep 0.1; echo "- $*"; ip netns exec a traceroute "$@"; echo "status $?"; }
t -6 2001:db8:b::2; t -n 2001:db8:b::2; t -6 -I -n -q 1 2001:db8:b::2; t -n -q 2 -m 1 2001:db8:b::2; t -n -f 2 -q 1 2001:db8:b::2; t -n -q 1 -w 0.3 -m 3 2001:db8:b::99; t -n -q 1 2001:db9::1; t -n -q 1 -i va 2001:db8:b::2; t -n -q 1 -s 2001:db8:a::2 2001:db8:b::2; t -n -q 1 -s 2001:db8:a::9 2001:db8:b::2; t -n -q 1 -p 40000 2001:db8:b::2; t -n -q 1 -U 2001:db8:b::2; t -n -q 1 -N 1 2001:db8:b::2 100; t -n -q 1 -t 32 2001:db8:b::2; t -6 -n -q 1 10.0.0.1; t -4 -n -q 1 2001:db8:b::2; t -n -q 1 ::1; t -6 -n -q 1 localhost; t -n -q 1 fe80::1; t -n -q 1 fe80::ff:fe00:10a%va
ip -n r -6 route add prohibit 2001:db9:2::/48; ip -n r -6 route add unreachable 2001:db9:3::/48; t -n -q 1 2001:db9:2::1; t -n -q 1 2001:db9:3::1
traceroute6 -n -q 1 ::1
