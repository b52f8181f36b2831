# the helper of TFTP: what is asked for comes from another port, which is expected; also through a router that translates
for n in client server; do ip netns add $n; done
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns client
ip link add veth2 address 02:00:00:00:00:03 type veth peer name veth3 address 02:00:00:00:00:04 netns server
ip link set veth0 up; ip addr add 10.0.0.1/24 dev veth0; ip link set veth2 up; ip addr add 192.0.2.1/24 dev veth2
ip -n client link set veth1 up; ip -n client addr add 10.0.0.2/24 dev veth1; ip -n client route add default via 10.0.0.1
ip -n server link set veth3 up; ip -n server addr add 192.0.2.2/24 dev veth3; ip -n server route add default via 192.0.2.1
sysctl -q net.ipv4.ip_forward=1
sleep 1.5
rules() {
nft flush ruleset
nft -f - <<Q
table ip t {
  ct helper files { type "tftp" protocol udp; }
  chain p { type filter hook prerouting priority filter; udp dport 69 ct helper set "files"; }
  chain f { type filter hook forward priority filter; policy drop
    ct state related counter accept
    ct state established counter accept
    ip saddr 10.0.0.2 udp dport { 69, 70 } counter accept
    counter
  }
  $1
}
Q
conntrack -F 2>/dev/null
}
# a read request from port 4000, and an answer from port $2 to where the request came from
ask() {
  ip netns exec server timeout 3 socat -u UDP4-RECVFROM:$1 SYSTEM:'cat >/dev/null; echo "asked by $SOCAT_PEERADDR $SOCAT_PEERPORT"' & sleep 0.7
  printf "\0$3file\0octet\0" | ip netns exec client socat -u - UDP4-SENDTO:192.0.2.2:$1,sourceport=4000; wait
  conntrack -L expect 2>&1 | sed 's/^[0-9]* /T /'
  ip netns exec client timeout 2 socat -u UDP4-RECVFROM:4000 - & sleep 0.5
  printf "data from $2\n" | ip netns exec server socat -u - UDP4-SENDTO:$4,sourceport=$2; wait
  conntrack -L -p udp 2>/dev/null | sed 's/udp *17 [0-9]*/udp T/' | sort
  nft list chain ip t f | grep counter
}
rules; nft list ruleset | head -8
ask 69 5000 '\1' 10.0.0.2:4000
echo "a write request"; rules; ask 69 5001 '\2' 10.0.0.2:4000
echo "no request"; rules; ask 69 5002 '\3' 10.0.0.2:4000
echo "no helper"; rules; ask 70 5003 '\1' 10.0.0.2:4000
echo "translated"
rules 'chain n { type nat hook postrouting priority srcnat; oifname "veth2" masquerade to :40000-40001; }' 2>&1
rules 'chain n { type nat hook postrouting priority srcnat; oifname "veth2" ip protocol udp masquerade to :40000; }'
ask 69 5004 '\1' 192.0.2.1:40000
echo "iptables"
nft flush ruleset; conntrack -F 2>/dev/null
iptables -t raw -A PREROUTING -p udp --dport 69 -j CT --helper tftp
iptables -A FORWARD -m helper --helper tftp -j ACCEPT
iptables -t raw -A PREROUTING -p udp --dport 69 -j CT --helper nonesuch
iptables -S FORWARD; iptables -t raw -S PREROUTING
