# Hairpin NAT at home: the web server in the LAN, reached by its public name from the LAN.
set -e
for n in inet gw web pc; do ip netns add $n; ip -n $n link set lo up; done
ip -n gw link add lan type bridge; ip -n gw link set lan up; ip -n gw addr add 192.168.0.1/24 dev lan
i=10
for h in web pc; do
  ip link add eth0 netns $h type veth peer name v$h netns gw
  ip -n gw link set v$h master lan up
  ip -n $h addr add 192.168.0.$i/24 dev eth0; ip -n $h link set eth0 up; ip -n $h route add default via 192.168.0.1
  i=$((i+10))
done
ip link add wan netns gw type veth peer name gw netns inet
ip -n gw addr add 203.0.113.5/24 dev wan; ip -n gw link set wan up
ip -n inet addr add 203.0.113.1/24 dev gw; ip -n inet link set gw up
ip netns exec gw sysctl -qw net.ipv4.ip_forward=1
ip netns exec gw nft -f - <<'E'
define PUBLIC = 203.0.113.5
define WEB = 192.168.0.10
table ip nat {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr $PUBLIC tcp dport { 80, 8080-8089 } dnat to $WEB:80
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "wan" ip saddr 192.168.0.0/24 counter masquerade
  }
}
E
echo "welcome" > /tmp/index.html
ip netns exec web busybox httpd -v -f -p 80 -h /tmp 2> /tmp/access.log &
pid=$!
sleep 1.5
get() { ip netns exec "$1" curl -sS -m 2 "$2" 2>&1 | sed -E 's/after [0-9]+ milliseconds/after N ms/'; }
echo "from the Internet: $(get inet http://203.0.113.5/)"
echo "port 8085: $(get inet http://203.0.113.5:8085/)"
echo "from the LAN, wrong: $(get pc http://203.0.113.5/)"
ip netns exec gw conntrack -L -p tcp --src 192.168.0.20 2>/dev/null | sed -E 's/6 [0-9]+/6 T/; s/port=[3-6][0-9]{4}/port=P/g'
ip netns exec gw nft add rule ip nat postrouting oifname lan ip saddr 192.168.0.0/24 ip daddr 192.168.0.10 ct status dnat counter snat to 192.168.0.1 comment \"hairpin\"
ip netns exec gw conntrack -D -p tcp >/dev/null 2>&1
echo "from the LAN, with hairpin: $(get pc http://203.0.113.5/)"
echo "the server itself: $(get web http://203.0.113.5/)"
ip netns exec gw nft list chain ip nat postrouting
ip netns exec gw conntrack -L 2>/dev/null | grep -c 'src=192.168.0.20 dst=203.0.113.5'
kill $pid; wait $pid || echo "httpd ended: $?"
sed -E 's/:[0-9]{5}:/:P:/' /tmp/access.log | sort | uniq -c
