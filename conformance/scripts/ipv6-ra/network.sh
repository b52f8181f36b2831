# Two links and a router that advertises itself: hosts configure themselves and reach each other.
for ns in a r b; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r index 6 address 02:00:00:00:01:0a
ip link add vb netns b index 7 address 02:00:00:00:00:0b type veth peer name rb netns r index 8 address 02:00:00:00:01:0b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n r addr add 2001:db8:a::1/64 dev ra nodad; ip -n r addr add 2001:db8:b::1/64 dev rb nodad
ip -n a link set va up; ip -n r link set ra up; ip -n b link set vb up; ip -n r link set rb up; sleep 2.4
# device, last byte of its link-local address, prefix, MTU
advertise() { ip netns exec r inject $1 33:33:00:00:00:01 02:00:00:00:01:$2 86dd 60000000 0000 3a ff fe80::ff:fe00:1$2 ff02::1 86000000 40000708 00000000 00000000 0101 02:00:00:00:01:$2 0501 0000 $4 030440c0 00000e10 00000708 00000000 $3; }
while :; do advertise ra 0a 2001:db8:a:: 000005dc; advertise rb 0b 2001:db8:b:: 00000514; sleep 1; done & 
sleep 4
for ns in a b; do ip -n $ns -6 -o addr show scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'; ip -n $ns -6 route | sed 's/expires [0-9]*sec/expires Nsec/'; done
p() { ip netns exec a ping -c 1 -W 1 "$@" | sed -n '2p;/packets/p'; }
p 2001:db8:b:0:0:ff:fe00:b; p -s 1300 2001:db8:b:0:0:ff:fe00:b; p -s 1400 2001:db8:b:0:0:ff:fe00:b; p 2001:db8:c::1
ip netns exec a traceroute -6 -n -q 1 2001:db8:b:0:0:ff:fe00:b
ip -n a -6 neigh show | grep fe80 | sed 's/REACHABLE\|STALE\|DELAY\|PROBE/STATE/'
kill %1; wait 2>/dev/null
echo "- the router goes"
ip netns exec r inject ra 33:33:00:00:00:01 02:00:00:00:01:0a 86dd 60000000 0000 3a ff fe80::ff:fe00:10a ff02::1 86000000 40000000 00000000 00000000; sleep 0.2
ip -n a -6 route | sed 's/expires [0-9]*sec/expires Nsec/'; p 2001:db8:b:0:0:ff:fe00:b
