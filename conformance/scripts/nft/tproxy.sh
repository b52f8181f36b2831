# connections to addresses of others that a socket here takes: tproxy of nft, TPROXY and socket of iptables
ip netns add far
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns far
ip link set lo up; ip link set veth0 up; ip addr add 10.0.0.1/24 dev veth0; ip -6 addr add fd00::1/64 dev veth0 nodad
ip -n far link set veth1 up; ip -n far addr add 10.0.0.2/24 dev veth1; ip -n far -6 addr add fd00::2/64 dev veth1 nodad
ip -n far route add default via 10.0.0.1; ip -n far -6 route add default via fd00::1
sysctl -q net.ipv4.ip_forward=1
ip rule add fwmark 1 lookup 100; ip route add local default dev lo table 100
sleep 1.5
nft -f - <<Q
table ip t {
  chain p {
    type filter hook prerouting priority mangle
    socket transparent 1 meta mark set 1 counter accept
    tcp dport 80 tproxy to :50080 meta mark set 1 counter accept
    tcp dport 81 tproxy to 10.0.0.1:50081 meta mark set 1 counter accept
    tcp dport 82 tproxy to :50082 meta mark set 1 counter accept
    udp dport 53 tproxy to :5353 meta mark set 1 counter accept
    counter
  }
}
Q
nft --debug=netlink list table ip t | grep tproxy
listen() { socat "TCP4-LISTEN:$1,reuseaddr$2" SYSTEM:'echo "to $SOCAT_SOCKADDR $SOCAT_SOCKPORT"; cat' & sleep 0.5; }
ask() { printf 'hi %s\n' $2 | ip netns exec far socat -t2 - "TCP4:$1:$2,connect-timeout=2" 2>&1 | sed 's/.*E .*: /E /'; }
listen 50080 ,ip-transparent; ask 192.0.2.9 80; wait
listen 50081 ,ip-transparent; ask 198.51.100.7 81; wait
echo "no socket that is transparent"
listen 50082 ""; ask 192.0.2.9 82; nc -z 10.0.0.1 50082; wait
echo "nobody listens"
ask 192.0.2.9 80
echo "datagrams"
socat -u UDP4-RECVFROM:5353,ip-transparent - & sleep 0.5
echo "a question" | ip netns exec far socat -u - UDP4-SENDTO:192.0.2.53:53; wait
nft -s list chain ip t p; nft list chain ip t p | grep -c 'packets 0'
echo "sockets that are bound to addresses of others"
socat -T1 TCP4-LISTEN:7000,bind=192.0.2.77,reuseaddr /dev/null 2>&1 | sed 's/.*E /E /'
socat TCP4-LISTEN:7000,bind=192.0.2.77,reuseaddr,ip-transparent /dev/null & L=$!; sleep 0.5; ss -tlnH; kill $L; wait
nft flush ruleset
echo "iptables"
iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j MARK --set-mark 1
iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j ACCEPT
iptables -t mangle -A PREROUTING -p tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 1/1
iptables -t mangle -A PREROUTING -p tcp --dport 83 -j TPROXY --on-port 50083 --on-ip 127.0.0.1 --tproxy-mark 1
iptables -A INPUT -p tcp -m socket --nowildcard
iptables -A INPUT -p tcp -m socket
iptables -A INPUT -p tcp -m socket --transparent
listen 50080 ,ip-transparent; ask 192.0.2.9 80; wait
listen 50083 ,ip-transparent,bind=127.0.0.1; ask 192.0.2.9 83; wait
ask 192.0.2.9 80
iptables -t mangle -L PREROUTING -v -n | sed 1,2d | awk '{print ($1 > 0 ? "some" : "none"), $3, $10, $11, $12}'
iptables -L INPUT -v -n | sed 1,2d | awk '{print ($1 > 0 ? "some" : "none"), $10, $11}'
