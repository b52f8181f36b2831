# routes of the main table go with the source address that they prefer, and are told of, from the highest
sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip link add va type veth peer name vb; ip link set va up; ip link set vb up
ip addr add 10.0.9.1/24 dev va
for t in unreachable blackhole prohibit throw unicast multicast; do
ip addr add 10.0.0.5/24 dev va
d=; case $t in unicast|multicast) d="dev va";; esac
n=10.0.1; [ $t = multicast ] && n=224.1.1
for p in $n.2 $n.0/24 $n.64/26 $n.77 10.0.0.0/16 9.0.0.0/8 200.0.0.0/24; do ip route add $t $p src 10.0.0.5 $d 2>/dev/null; done
ip route add $t $n.2 src 10.0.0.5 $d metric 5
ip route add $t $n.2 src 10.0.0.5 $d metric 3 proto 7
ip route add $t $n.2 src 10.0.0.5 $d tos 4
ip route add $t $n.2/32 src 10.0.0.5 $d table 7; echo "add $t $?"
ip monitor route > mon & sleep .2
ip addr del 10.0.0.5/24 dev va
sleep .1; kill $!; cat mon; ip route show table all; ip route flush table 7
done
ip route add unreachable 10.0.1.2/32 src 10.0.0.5
ip monitor > mon & sleep .2
ifconfig vb 10.0.0.5 netmask 255.255.255.255
sleep .1; kill $!; cat mon; ip route; ip -4 addr show vb
