#!/usr/bin/env bash
# FORWARD's policy DROP, and the chains that Docker puts there: two networks of containers, published ports, and where to forbid something.

# IPv6 would speak unasked: without it, all that is counted is what this lab sends.
quiet() { "$@" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; }
quiet env
ip link set lo up
sysctl -qw net.ipv4.ip_forward=1

# The world knows the way to the containers' network: only rules can keep it out.
ip netns add world
quiet ip netns exec world
ip link add eth0 type veth peer name eth0 netns world
ip addr add 192.0.2.10/24 dev eth0
ip link set eth0 up
ip -n world addr add 192.0.2.1/24 dev eth0
ip -n world link set eth0 up
ip -n world route add 172.17.0.0/16 via 192.0.2.10

# Two networks, each a bridge: docker0 with c2 and c3, br-web with w2.
network() {
  ip link add $1 type bridge
  ip addr add $2.0.1/16 dev $1
  ip link set $1 up
}
container() {
  ip netns add $1
  quiet ip netns exec $1
  ip link add veth-$1 type veth peer name eth0 netns $1
  ip link set veth-$1 master $2 up
  ip -n $1 link set lo up
  ip -n $1 addr add $3/16 dev eth0
  ip -n $1 link set eth0 up
  ip -n $1 route add default via ${3%.*}.1
}
network docker0 172.17
network br-web 172.18
container c2 docker0 172.17.0.2
container c3 docker0 172.17.0.3
container w2 br-web 172.18.0.2

# Each has a web server.
for name in world c2 c3 w2; do
  mkdir $name
  echo "the page of $name" >$name/index.html
  ip netns exec $name busybox httpd -f -p 80 -h $name &
done
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
sleep 1.5

# Who gets which page: `try FROM ADDRESS`.
try() {
  local page
  page=$(ip netns exec $1 curl -s -m 0.8 http://$2/) || page="nothing (curl ends with $?)"
  echo "$1 -> $2: $page"
}
everybody() {
  try c2 192.0.2.1
  try c2 172.17.0.3
  try c2 172.18.0.2
  try world 192.0.2.10:8080
  try world 172.17.0.3
}

echo "== All is forwarded."
everybody

echo "== All is dropped, and even what stays on one bridge asks (net.bridge.bridge-nf-call-iptables=1)."
iptables -P FORWARD DROP
everybody
iptables -v -n -L FORWARD | head -1
sysctl -qw net.bridge.bridge-nf-call-iptables=0
try c2 172.17.0.3
sysctl -qw net.bridge.bridge-nf-call-iptables=1
ip netns exec c2 ping -q -c 1 -W 1 172.17.0.1 | grep loss | cut -d , -f 1-3

echo "== Docker's chains: out of each network, into it only what was asked for or is published, and never from one into the other."
iptables-restore <<EOF
*filter
:FORWARD DROP
:DOCKER -
:DOCKER-ISOLATION-STAGE-1 -
:DOCKER-ISOLATION-STAGE-2 -
:DOCKER-USER -
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-A FORWARD -o br-web -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br-web -j DOCKER
-A FORWARD -i br-web ! -o br-web -j ACCEPT
-A FORWARD -i br-web -o br-web -j ACCEPT
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -i br-web ! -o br-web -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -o br-web -j DROP
-A DOCKER-ISOLATION-STAGE-2 -j RETURN
-A DOCKER-USER -j RETURN
COMMIT
EOF
everybody
echo "-- first packets that DOCKER accepted, and that the isolation dropped:"
iptables -v -n -L DOCKER | awk '/ACCEPT/ { print $1 }'
iptables -v -n -L DOCKER-ISOLATION-STAGE-2 | awk '/DROP/ && $7 == "br-web" { print ($1 > 0 ? "some" : "none") }'

echo "== To close the published port: INPUT never sees it ..."
iptables -A INPUT -p tcp --dport 8080 -j DROP
try world 192.0.2.10:8080
iptables -v -n -L INPUT | awk '/DROP/ { print $1, "packets" }'
echo "== ... and in DOCKER-USER it has its new address already, so it is found by the port that it was sent to."
iptables -I DOCKER-USER -i eth0 -p tcp --dport 8080 -j DROP
try world 192.0.2.10:8080
iptables -I DOCKER-USER -i eth0 -p tcp -m conntrack --ctorigdstport 8080 -j DROP
try world 192.0.2.10:8080
iptables -S DOCKER-USER
kill $(jobs -p)
