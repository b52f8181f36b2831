# docker0 as Docker sets it up: a container behind the host's address, a published port from outside, from the host, from localhost, from
# the container itself and from its neighbour; and a container that may not be reached.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add docker0 address 02:42:00:00:00:01 type bridge forward_delay 0; ip addr add 172.17.0.1/16 dev docker0
for c in 2 3; do ip netns add c$c; ip link add veth$c type veth peer name eth0 address 02:42:ac:11:00:0$c netns c$c; ip link set veth$c master docker0; ip link set veth$c up; ip -n c$c link set eth0 up; ip -n c$c link set lo up; ip -n c$c addr add 172.17.0.$c/16 dev eth0; done
ip link set docker0 up; ip link set lo up; ip link set veth2 type bridge_slave hairpin on
for c in 2 3; do ip -n c$c route add default via 172.17.0.1; done
ip netns add world; ip link add ext type veth peer name eth0 netns world; ip addr add 192.0.2.1/24 dev ext; ip link set ext up; ip -n world addr add 192.0.2.9/24 dev eth0; ip -n world link set eth0 up; ip -n world link set lo up
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.docker0.route_localnet=1
iptables -P FORWARD DROP
iptables -t nat -N DOCKER; iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER; iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A POSTROUTING -s 127.0.0.0/8 -o docker0 -j MASQUERADE
iptables -t nat -A POSTROUTING -s 172.17.0.2 -d 172.17.0.2 -p tcp --dport 80 -j MASQUERADE
iptables -t nat -A DOCKER -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
iptables -N DOCKER; iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A FORWARD -o docker0 -j DOCKER; iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT; iptables -A FORWARD -i docker0 -o docker0 -j ACCEPT
iptables -A DOCKER -d 172.17.0.2 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT
sleep 1.5
n() { grep -v "^conntrack v\|^unknown" | sed -E 's/(sport|dport)=[0-9]{5}/\1=PORT/g; s/ id=[0-9]+/ id=ID/g; s/^(icmp     1|tcp      6) [0-9]+ /\1 T /' | sort; }
echo out; ip netns exec c2 ping -c 1 -q 192.0.2.9 | grep transmitted
ip netns exec world nc -l -k 7 > /dev/null & w=$!; sleep 0.3; echo x | ip netns exec c2 nc -N 192.0.2.9 7; echo "=$?"; sleep 0.2; conntrack -L 2>/dev/null | n; conntrack -F 2>/dev/null
try() {
  echo "== $1"; shift
  ip netns exec c2 nc -l 80 > got & l=$!; sleep 0.3
  echo hello | timeout 3 "$@" ; echo "=$?"; sleep 0.2; kill $l 2>/dev/null; wait $l 2>/dev/null; cat got
  conntrack -L 2>/dev/null | n; conntrack -F 2>/dev/null
}
try "from outside" ip netns exec world nc -N -w 2 192.0.2.1 8080
try "from the host by its address" nc -N -w 2 192.0.2.1 8080
try "from localhost" nc -N -w 2 127.0.0.1 8080
try "from its neighbour" ip netns exec c3 nc -N -w 2 192.0.2.1 8080
try "from its neighbour by docker0's address" ip netns exec c3 nc -N -w 2 172.17.0.1 8080
try "from itself" ip netns exec c2 nc -N -w 2 192.0.2.1 8080
try "from its neighbour, directly" ip netns exec c3 nc -N -w 2 172.17.0.2 80
ip -n world route add 172.17.0.0/16 via 192.0.2.1
try "from outside, directly" ip netns exec world nc -N -w 2 172.17.0.2 80
try "from outside, what is not published" ip netns exec world nc -N -w 1 172.17.0.3 80
iptables -nvL FORWARD | sed -E 's/^ +//; s/ +/ /g; s/^[1-9][0-9]* [0-9]+ /N N /; s/DROP [0-9]+ packets, [0-9]+ bytes/DROP/'
kill $w
