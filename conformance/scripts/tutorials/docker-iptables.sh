#!/bin/bash
# Docker's chains by hand; published ports; the counters after traffic.
set -eu
ipt() { iptables --wait "$@"; }
ip netns add client
ip netns add web
ip link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns client
ip addr add 192.168.1.10/24 dev eth0; ip link set eth0 up; ip link set lo up
ip -n client addr add 192.168.1.20/24 dev eth0; ip -n client link set eth0 up; ip -n client link set lo up
ip link add docker0 address 02:42:00:00:00:01 type bridge
ip addr add 172.17.0.1/16 brd + dev docker0
ip link set docker0 up
ip link add vethabc type veth peer name eth0 address 02:42:ac:11:00:02 netns web
ip link set vethabc master docker0 up
ip -n web addr add 172.17.0.2/16 dev eth0; ip -n web link set eth0 up; ip -n web link set lo up
ip -n web route add default via 172.17.0.1
sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.docker0.route_localnet=1
ipt -P FORWARD DROP
for c in DOCKER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do ipt -N $c; done
ipt -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
ipt -A DOCKER-ISOLATION-STAGE-1 -j RETURN
ipt -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
ipt -A DOCKER-ISOLATION-STAGE-2 -j RETURN
ipt -A DOCKER-USER -j RETURN
ipt -A FORWARD -j DOCKER-USER
ipt -A FORWARD -j DOCKER-ISOLATION-STAGE-1
ipt -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ipt -A FORWARD -o docker0 -j DOCKER
ipt -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
ipt -A FORWARD -i docker0 -o docker0 -j ACCEPT
ipt -t nat -N DOCKER
ipt -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
ipt -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
ipt -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
ipt -t nat -A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp --dport 80 -j MASQUERADE
ipt -t nat -A DOCKER -i docker0 -j RETURN
ipt -t nat -A DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
ipt -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT
mkdir -p /tmp/www && echo "it works" >/tmp/www/index.html
ip netns exec web busybox httpd -f -p 80 -h /tmp/www &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null || true' EXIT
sleep 1.5
echo "--- from the world"
ip netns exec client curl -s -o /dev/null -w '%{http_code} %{size_download}\n' http://192.168.1.10:8080/
ip netns exec client curl -fsS http://192.168.1.10:8080/nosuch || echo "curl: $?"
ip netns exec client curl -sS --max-time 2 http://192.168.1.10:8081/ 2>&1 | sed "s,after [0-9]* ms,after N ms," || echo "curl: $?"
ip netns exec client curl -sS --connect-timeout 1 http://172.17.0.2/ || echo "curl: $?"
echo "--- from the host"
curl -s http://192.168.1.10:8080/
curl -s http://172.17.0.2/
curl -sS http://localhost:8080/ || echo "curl: $?"
echo "--- the container to the world"
ip netns exec web ping -c1 -q 192.168.1.20 | sed -n 4p
echo "--- counters"
iptables -nvL FORWARD | awk "\$1 + 0 < 9 || NR < 3"
iptables -t nat -nvL --line-numbers
iptables -L DOCKER -n -v -x --line-numbers
echo "--- the translation table"
conntrack -L -p tcp 2>/dev/null | sed -E 's/^(tcp +6) [0-9]+/\1 T/; s/port=[3-6][0-9]{4}/port=P/g' | grep dport=8080 | sort
conntrack -L -p icmp 2>&1 | tail -1 | sed -E "s, [0-9]+ src, T src,; s,id=[0-9]+,id=I,g"
conntrack -D -p tcp --orig-port-dst 8080 >/dev/null 2>&1
conntrack -L -p tcp --orig-port-dst 8080
iptables-save -t nat | grep -v '^#'
