# iptables' TRACE as nft monitor trace tells it
ip link set lo up
iptables -t raw -A OUTPUT -p icmp -j TRACE
iptables -t raw -A PREROUTING -p udp -j TRACE
iptables -A OUTPUT -p icmp --icmp-type echo-request -m comment --comment "ping" -j ACCEPT
iptables -N chain1
iptables -A INPUT -j chain1
iptables -A chain1 -p icmp -j RETURN
iptables -A chain1 -p udp --dport 9 -j DROP
nft monitor trace > traces & p=$!
sleep 1
ping -q -c 1 127.0.0.1 > /dev/null
echo x | nc -u -w 1 127.0.0.1 9
sleep 0.7; kill $p; wait 2>/dev/null
sed 's/trace id [0-9a-f]*/trace id ID/; s/ ip id [0-9]*//; s/icmp id [0-9]*//; s/udp sport [0-9]*/udp sport N/; s/udp checksum [0-9]*//; s/0x[0-9a-f]\{20,\}/DATA/;s/@th,64,[0-9]* 0x[0-9a-f]*/TH/' traces
