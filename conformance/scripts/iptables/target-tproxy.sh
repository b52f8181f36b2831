# TPROXY and socket
iptables -m socket -h | tail -8
iptables -j TPROXY -h | tail -6
for r in '-p tcp -j TPROXY --on-port 50080' '-p udp -j TPROXY --on-port 53 --on-ip 1.2.3.4 --tproxy-mark 1/1' '-p tcp -j TPROXY --on-port 80 --tproxy-mark 0x1' '-j TPROXY --on-port 50080' '-p tcp -j TPROXY' '-p tcp -j TPROXY --on-port 0' '-p tcp -j TPROXY --on-port x' '-p tcp -j TPROXY --on-port 3 --on-ip ::1' '-p tcp -j TPROXY --on-port 3 --tproxy-mark x' '-p icmp -j TPROXY --on-port 3' '-p tcp -m socket -j ACCEPT' '-m socket --transparent' '-m socket --nowildcard --transparent --restore-skmark' '-p udp -j TPROXY --on-port 3 --tproxy-mark 0xff/0xf0'; do echo "== $r"; iptables -t mangle -A PREROUTING $r; ip6tables -t mangle -A PREROUTING $r; done
iptables -A INPUT -p tcp -j TPROXY --on-port 50080
iptables -t mangle -A OUTPUT -p tcp -j TPROXY --on-port 50080
iptables -t mangle -A OUTPUT -m socket
ip6tables -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 80 --on-ip fd00::1 --tproxy-mark 3
iptables -t mangle -S; iptables -t mangle -L PREROUTING -v -n; ip6tables -t mangle -S; ip6tables -t mangle -L PREROUTING -n
iptables-translate -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 50080
iptables-translate -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 50080 --on-ip 1.2.3.4 --tproxy-mark 1/1
iptables-translate -t mangle -A PREROUTING -m socket --transparent
