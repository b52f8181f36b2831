# Packet too big messages that are forged: what they are about, and how small they may be.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
ip -6 route add default via fe80::b dev h0; ip -6 neigh add fe80::b lladdr 02:00:00:00:00:0b dev h0 nud permanent
big() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a 40 ${from:-2001:db8:99::1} 2001:db8::a 02000000 $1 60000000 0010 3a 40 ${inner:-2001:db8::a} $2 8000 0000 0007 0001 00*8; sleep 0.1; ip -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort; }
echo "- 1400"; big 00000578 2001:db8:f::1
echo "- larger again"; big 000005aa 2001:db8:f::1
echo "- 1280"; big 00000500 2001:db8:f::1
echo "- 1279, 0, 100000"; big 000004ff 2001:db8:f::2; big 00000000 2001:db8:f::3; big 000186a0 2001:db8:f::4
echo "- not ours"; inner=2001:db8::66 big 00000514 2001:db8:f::5
echo "- about ourselves, multicast, on the link"; big 00000514 2001:db8::a; big 00000514 ff05::1; big 00000514 2001:db8::77; big 00000514 fe80::b
ip -6 route get 2001:db8:f::1 | sed 's/expires [0-9]*sec/expires Nsec/'
echo "- the device's own MTU follows"; ip link set h0 mtu 1290; ip -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort; ip link set h0 mtu 1500; ip -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort
echo "- mtu_expires"; ip -6 route flush cache; sysctl -w net.ipv6.route.mtu_expires=2; big 00000578 2001:db8:f::1; sleep 2.5; ip -6 route get 2001:db8:f::1
