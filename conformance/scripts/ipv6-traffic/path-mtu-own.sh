# Packet too big messages about addresses of this host itself: learned like others, and cut by.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set lo up; ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
ip addr add 2001:db8::b/64 dev h0 nodad
sysctl -qw net.ipv6.conf.h0.forwarding=1
ip -6 route add 2001:db8:7::/64 dev h0
big() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a 40 ${from:-2001:db8:99::1} 2001:db8::a 02000000 $1 60000000 0010 3a 40 ${inner:-2001:db8::a} $2 8000 0000 0007 0001 00*8; sleep 0.1; ip -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort; ip -6 route show table local cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort;  }
for d in 2001:db8::a 2001:db8::b fe80::ff:fe00:a 2001:db8:: 2001:db8:7:: fe80::  ::1; do
echo "- $d"; big 00000578 $d
ip -6 route get $d | sed 's/expires [0-9]*sec/expires Nsec/'
ping -c 1 -s 1500 -W 0.1 $d | head -3
grep -E "FragCr|ReasmOK" /proc/net/snmp6
done
inner=fe80::ff:fe00:a big 00000578 fe80::ff:fe00:a
inner=2001:db8::b big 00000558 2001:db8::b
inner=::1 big 00000558 ::1
ip -6 route show table all
