#!/usr/bin/env bash
# Published ports without a proxy (dockerd --userland-proxy=false): what localhost, and a container that calls itself, need.

# IPv6 would speak unasked: without it, all that is seen is what this lab sends.
quiet() { "$@" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; }
quiet env
ip link set lo up

# The world, docker0, and two containers, as in docker0.sh.
ip netns add world
quiet ip netns exec world
ip link add eth0 type veth peer name eth0 netns world
ip addr add 192.0.2.10/24 dev eth0
ip link set eth0 up
ip -n world addr add 192.0.2.1/24 dev eth0
ip -n world link set eth0 up
ip link add docker0 address 02:42:ac:11:00:01 type bridge
ip addr add 172.17.0.1/16 dev docker0
ip link set docker0 up
for i in 2 3; do
  ip netns add c$i
  quiet ip netns exec c$i
  ip link add veth$i address 02:42:00:00:00:0$i type veth peer name eth0 address 02:42:ac:11:00:0$i netns c$i
  ip link set veth$i master docker0 up
  ip -n c$i link set lo up
  ip -n c$i addr add 172.17.0.$i/16 dev eth0
  ip -n c$i link set eth0 up
  ip -n c$i route add default via 172.17.0.1
done
sysctl -qw net.ipv4.ip_forward=1

# A real web server in c2.
mkdir www
echo "the page of c2" >www/index.html
ip netns exec c2 busybox httpd -f -p 80 -h www &
server=$!
sleep 1.5

# Listens at c2 to who opens connections to its port 80, until `heard`.
listen() {
  : >started.txt
  ip netns exec c2 tcpdump --immediate-mode -l -n -t -i eth0 'tcp[tcpflags] = tcp-syn and dst port 80' >syn.txt 2>started.txt &
  listener=$!
  until grep -q listening started.txt; do sleep 0.2; done
}
heard() {
  sleep 0.2
  kill -INT $listener
  wait $listener
  awk '/^IP/ { split($2, part, "."); print "   c2 is asked by " part[1] "." part[2] "." part[3] "." part[4] }' syn.txt
}

# Fetches the page from port 8080 of an address, in a namespace or (-) on the host, and says whom the container saw.
fetch() {
  local where=(ip netns exec "$1")
  [ "$1" = - ] && where=()
  listen
  echo "-- $3: $("${where[@]}" curl -sS -m 0.8 "http://$2:8080/" 2>&1 | sed 's/ after [0-9]* ms//; s/after [0-9]* milliseconds/after a second/')"
  heard
}

echo "== One rule for all: from outside and from the host's own address it is enough."
iptables-restore <<EOF
*nat
:DOCKER -
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
EOF
fetch world 192.0.2.10 "from outside"
fetch - 192.0.2.10 "from the host, by its address"

echo "== localhost: translated, and then there is no way from 127.0.0.1 through docker0."
fetch - 127.0.0.1 "from the host, by localhost"
sysctl -w net.ipv4.conf.docker0.route_localnet=1
fetch - 127.0.0.1 "it leaves, with an address that the container takes for its own"
iptables -t nat -A POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE
fetch - 127.0.0.1 "masqueraded"

echo "== The container itself: its packet comes back to it, from itself, by the port that it left by."
fetch c2 192.0.2.10 "from the container itself"
iptables -t nat -A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
fetch c2 192.0.2.10 "masqueraded"
bridge link set dev veth2 hairpin on
fetch c2 192.0.2.10 "and hairpin"

echo "== The other container: it asks the host, and hears from its neighbour."
fetch c3 192.0.2.10 "the bridge asks iptables, which turns the answer back"
sysctl -w net.bridge.bridge-nf-call-iptables=0
ip netns exec c3 tcpdump --immediate-mode -l -n -t -i eth0 tcp >answer.txt 2>/dev/null &
other=$!
fetch c3 192.0.2.10 "the bridge does not ask"
kill -INT $other
wait $other
sed 's/\.[0-9]\{5\}\( \|:\)/.PORT\1/; s/, seq.*//; s/, ack.*//' answer.txt | head -3
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 -o docker0 -j MASQUERADE
fetch c3 192.0.2.10 "masqueraded"
bridge link set dev veth2 hairpin off
fetch c2 192.0.2.10 "from the container itself, without hairpin: the host routes it, and no bridge turns it back"
kill $server
