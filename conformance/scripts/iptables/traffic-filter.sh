# what rules do to packets: ping and UDP through a router with chains, marks, limits, rejections
ip netns add a1; ip netns add r1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name ra netns r1 address 02:00:00:00:00:02
ip link add vb netns b1 address 02:00:00:00:00:03 type veth peer name rb netns r1 address 02:00:00:00:00:04
for n in a1 r1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n r1 addr add 10.0.1.254/24 dev ra
ip -n b1 addr add 10.0.2.1/24 dev vb; ip -n r1 addr add 10.0.2.254/24 dev rb
ip -n a1 link set va up; ip -n r1 link set ra up; ip -n r1 link set rb up; ip -n b1 link set vb up
ip -n a1 route add default via 10.0.1.254; ip -n b1 route add default via 10.0.2.254
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
sleep 1.5
p() { ip netns exec a1 ping -c 2 -i 0.1 -W 0.3 "$@" | grep -v "^rtt" | sed 's/, time .*ms$//'; }
r() { echo "# $*"; ip netns exec r1 iptables "$@"; }
l() { ip netns exec r1 iptables -L "$1" -n -v -x | tail -n +3; }
p 10.0.2.1
r -A FORWARD -p icmp --icmp-type echo-request -j DROP
p 10.0.2.1
l FORWARD
r -R FORWARD 1 -p icmp --icmp-type echo-request -j REJECT
p 10.0.2.1
r -R FORWARD 1 -p icmp -j REJECT --reject-with icmp-host-prohibited
p 10.0.2.1
r -R FORWARD 1 -p icmp -j REJECT --reject-with icmp-admin-prohibited
p 10.0.2.1
l FORWARD
r -F FORWARD
r -N CHAIN
r -A CHAIN -m length --length 84 -j RETURN
r -A CHAIN -m length --length 28:83
r -A CHAIN -m ttl --ttl-eq 63 -j ACCEPT
r -A CHAIN -j DROP
r -A FORWARD -i ra -o rb -j CHAIN
r -A FORWARD -i rb -g CHAIN
p 10.0.2.1
p -s 100 10.0.2.1
p -s 10 10.0.2.1
l CHAIN
l FORWARD
r -F
r -P FORWARD DROP
p 10.0.2.1
r -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
r -A FORWARD -i ra -m conntrack --ctstate NEW -j ACCEPT
p 10.0.2.1
l FORWARD
ip netns exec b1 ping -c 1 -W 0.3 10.0.1.1 | grep -v "^rtt" | sed 's/, time .*ms$//'
r -L FORWARD -n -v | head -1
r -P FORWARD ACCEPT
r -F
r -t mangle -A PREROUTING -s 10.0.1.1 -j MARK --set-mark 0x15
r -t mangle -A PREROUTING -m mark --mark 0x1/0x3 -j MARK --or-mark 0x100
r -A FORWARD -m mark --mark 0x115
r -A FORWARD -m mark ! --mark 0x115
p 10.0.2.1
l FORWARD
r -t mangle -F
r -F
r -A FORWARD -m iprange --src-range 10.0.1.0-10.0.1.9
r -A FORWARD -m iprange ! --dst-range 10.0.2.0-10.0.2.9
r -A FORWARD -m mac --mac-source 02:00:00:00:00:01
r -A FORWARD -m mac ! --mac-source 02:00:00:00:00:01
r -A FORWARD -m pkttype --pkt-type host
r -A FORWARD -m addrtype --src-type UNICAST --dst-type LOCAL
r -A FORWARD -m addrtype ! --dst-type LOCAL
r -A FORWARD -m statistic --mode nth --every 2 --packet 0
r -A FORWARD -m statistic --mode nth --every 3 --packet 1
r -A FORWARD -m statistic --mode random --probability 1
r -A FORWARD -m statistic --mode random --probability 0
r -A FORWARD -m comment --comment "counts all"
r -A FORWARD -m conntrack --ctproto icmp --ctorigsrc 10.0.1.0/24 --ctorigdst 10.0.2.1 --ctdir REPLY
r -A FORWARD -m conntrack ! --ctreplsrc 10.0.2.1
r -A FORWARD -m conntrack --ctstatus SEEN_REPLY
r -A FORWARD -m state --state NEW
r -A FORWARD -f
r -A FORWARD ! -f
p 10.0.2.1
l FORWARD
p -s 3000 10.0.2.1
l FORWARD
r -Z FORWARD
l FORWARD
r -F
# the sender of errors may send some again
sleep 6.5
r -A INPUT -p udp -m multiport --dports 7,9:11,5000 -j REJECT
r -A INPUT -p udp --dport 6000:7000 -j DROP
r -A INPUT -p udp --sport 4000 --dport 5001 -j REJECT --reject-with icmp-net-unreachable
for port in 7 8 10 12 5000 5001 6500; do ip netns exec a1 bash -c "exec 3<>/dev/udp/10.0.1.254/$port; echo x >&3; sleep 0.1; echo y >&3"; echo "udp $port: $?"; done
l INPUT
