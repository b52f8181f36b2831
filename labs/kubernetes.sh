#!/usr/bin/env bash
# Two Kubernetes nodes: pod networks and the routes between them, and services: the rules of kube-proxy, and a DNS for the names.

# The nodes are on one network, 192.0.2.0/24, and somebody outside, 192.0.2.1, too.
ip link add lan address 02:00:00:00:00:01 type bridge mcast_snooping 0
ip addr add 192.0.2.1/24 dev lan
ip link set lan up
for i in 1 2; do
  ip netns add node$i
  ip link add node$i address 02:00:00:00:00:a$i type veth peer name eth0 address 02:00:00:00:00:1$i netns node$i
  ip link set node$i master lan up
  ip -n node$i link set lo up
  ip -n node$i addr add 192.0.2.1$i/24 dev eth0
  ip -n node$i link set eth0 up
  ip -n node$i route add default via 192.0.2.1
  ip netns exec node$i sysctl -qw net.ipv4.ip_forward=1
  # The node's pods have a network of their own, 10.244.i.0/24, and the node's bridge is their gateway.
  ip -n node$i link add cni0 address 02:00:00:00:c0:0$i type bridge mcast_snooping 0
  ip -n node$i addr add 10.244.$i.1/24 dev cni0
  ip -n node$i link set cni0 up
done

# pod NAME NODE NUMBER
pod() {
  ip netns add $1
  ip -n $1 link add eth0 address 02:42:0a:f4:0$2:0$3 type veth peer name veth-$1 address 02:00:00:00:c$2:0$3 netns node$2
  ip -n node$2 link set veth-$1 master cni0 up
  ip -n $1 link set lo up
  ip -n $1 addr add 10.244.$2.$3/24 dev eth0
  ip -n $1 link set eth0 up
  ip -n $1 route add default via 10.244.$2.1
}
pod web1 1 2
pod client 1 3
pod web2 2 2
pod dns 2 3
sleep 1.5
try() { ip netns exec $1 ping -q -c 1 -W 1 $2 | grep loss | cut -d, -f 1-3; }

echo "== Pods of one node reach each other by the bridge. To the other node's pods each node needs a route."
try client 10.244.1.2
try client 10.244.2.2
ip -n node1 route add 10.244.2.0/24 via 192.0.2.12
ip -n node2 route add 10.244.1.0/24 via 192.0.2.11
ip -n node1 route
try client 10.244.2.2
ip netns exec client traceroute -n -q 1 10.244.2.2 | sed 's/[0-9.]* ms/T ms/'

echo "== Two pods serve the same; which one answers shows in the page. No service yet, so each has to be asked by its address."
for i in 1 2; do
  mkdir web$i
  echo "web$i" > web$i/index.html
  ip netns exec web$i busybox httpd -f -p 8080 -h web$i & servers="$servers $!"
done
ip netns exec dns dnsmasq -d -u root -C /dev/null --no-resolv --no-hosts --address=/web.default.svc.cluster.local/10.96.0.20 2> dns.log & servers="$servers $!"
sleep 0.7
ip netns exec client curl -s http://10.244.1.2:8080/
ip netns exec client curl -s http://10.244.2.2:8080/

# What kube-proxy writes on every node. A service's address, 10.96.0.20, is on no device: it is rules only.
# KUBE-SVC-… is a service, KUBE-SEP-… ("service endpoint") one of its pods.
cat > services <<'R'
*filter
:KUBE-FORWARD - [0:0]
:KUBE-SERVICES - [0:0]
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A KUBE-SERVICES -m comment --comment "default/empty has no endpoints" -m tcp -p tcp -d 10.96.0.30 --dport 80 -j REJECT
COMMIT
*nat
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-EXT-XPGD46QRK7WJZT7O - [0:0]
:KUBE-SVC-XPGD46QRK7WJZT7O - [0:0]
:KUBE-SEP-SXIVWICOYRO3J4NJ - [0:0]
:KUBE-SEP-4OBXJKUFH2GAF6KS - [0:0]
:KUBE-SVC-TCOU7JCQXEZGVUNU - [0:0]
:KUBE-SEP-YIL6JZP7A3QYXJU2 - [0:0]
-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SERVICES -m comment --comment "default/web cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 80 -j KUBE-SVC-XPGD46QRK7WJZT7O
-A KUBE-SERVICES -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp -p udp -d 10.96.0.10 --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web -> 10.244.1.2:8080" -m statistic --mode random --probability 0.5000000000 -j KUBE-SEP-SXIVWICOYRO3J4NJ
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web -> 10.244.2.2:8080" -j KUBE-SEP-4OBXJKUFH2GAF6KS
-A KUBE-SEP-SXIVWICOYRO3J4NJ -m comment --comment "default/web" -s 10.244.1.2 -j KUBE-MARK-MASQ
-A KUBE-SEP-SXIVWICOYRO3J4NJ -m comment --comment "default/web" -m tcp -p tcp -j DNAT --to-destination 10.244.1.2:8080
-A KUBE-SEP-4OBXJKUFH2GAF6KS -m comment --comment "default/web" -s 10.244.2.2 -j KUBE-MARK-MASQ
-A KUBE-SEP-4OBXJKUFH2GAF6KS -m comment --comment "default/web" -m tcp -p tcp -j DNAT --to-destination 10.244.2.2:8080
-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.2.3:53" -j KUBE-SEP-YIL6JZP7A3QYXJU2
-A KUBE-SEP-YIL6JZP7A3QYXJU2 -m comment --comment "kube-system/kube-dns:dns" -m udp -p udp -j DNAT --to-destination 10.244.2.3:53
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -m comment --comment "default/web" -m tcp -p tcp --dport 30080 -j KUBE-EXT-XPGD46QRK7WJZT7O
-A KUBE-EXT-XPGD46QRK7WJZT7O -m comment --comment "masquerade traffic for default/web external destinations" -j KUBE-MARK-MASQ
-A KUBE-EXT-XPGD46QRK7WJZT7O -j KUBE-SVC-XPGD46QRK7WJZT7O
COMMIT
R
for i in 1 2; do
  kube() { ip netns exec node$i iptables -w 5 "$@"; }
  kube -N KUBE-SERVICES
  kube -N KUBE-FORWARD
  kube -t nat -N KUBE-SERVICES
  kube -t nat -N KUBE-POSTROUTING
  for chain in FORWARD OUTPUT; do kube -I $chain -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES; done
  kube -I FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
  for chain in PREROUTING OUTPUT; do kube -t nat -I $chain -m comment --comment "kubernetes service portals" -j KUBE-SERVICES; done
  kube -t nat -I POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
  ip netns exec node$i iptables-restore --noflush services
done

echo "== A name, its address, and behind the address a pod: both steps go through services."
ip netns exec client dig +short +time=1 @10.96.0.10 web.default.svc.cluster.local
ip netns exec node1 iptables -t nat -S KUBE-SVC-XPGD46QRK7WJZT7O

echo "== Twenty connections: every one is answered, by one pod or the other."
for n in {1..20}; do ip netns exec client curl -s http://10.96.0.20/; done > answers.txt
grep -c web answers.txt
sort -u answers.txt

echo "== Only the first packet of a connection asks the rules. Each endpoint got its share, together 20."
ip netns exec node1 iptables -t nat -L KUBE-SVC-XPGD46QRK7WJZT7O -v -n -x | awk '/KUBE-SEP/ { sum += $1; if ($1 > 0) used++ } END { print sum, "connections to", used, "endpoints" }'

echo "== A service without endpoints refuses."
ip netns exec client curl -sS http://10.96.0.30/ 2>&1 | sed 's/after [0-9]* ms/after T ms/'

echo "== web2 is taken away: kube-proxy writes the changed chains again, and web1 has to do all of it."
cat > change <<'R'
*nat
:KUBE-SVC-XPGD46QRK7WJZT7O - [0:0]
:KUBE-SEP-4OBXJKUFH2GAF6KS - [0:0]
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web -> 10.244.1.2:8080" -j KUBE-SEP-SXIVWICOYRO3J4NJ
-X KUBE-SEP-4OBXJKUFH2GAF6KS
COMMIT
R
for i in 1 2; do ip netns exec node$i iptables-restore --noflush change; done
ip netns exec web2 curl -s http://10.96.0.20/

# seen COMMAND…: who web1 believes that it is talking to
seen() {
  ip netns exec web1 timeout 5 tcpdump -nn -t -l -c 1 --immediate-mode -i eth0 'dst port 8080 and tcp[tcpflags] & tcp-syn != 0' > syn.txt 2>/dev/null & local dump=$!
  sleep 0.5
  "$@" | tr '\n' ' '
  wait $dump
  sed 's/IP \([0-9.]*\)\.[0-9]* > \([0-9.]*\)\.8080.*/asked by \1/' syn.txt
}

echo "== A pod is seen by its own address. A node, and everybody outside, is masqueraded: the answer has to pass the node that knows."
seen ip netns exec web2 curl -s http://10.96.0.20/
seen ip netns exec node2 curl -s http://10.96.0.20/

echo "== NodePort: from outside, any node, also the one without such a pod."
seen curl -s http://192.0.2.11:30080/
seen curl -s http://192.0.2.12:30080/

echo "== Same node: without bridge-nf-call-iptables web1 answers its neighbour over the bridge, past the node, from the wrong address."
ip netns exec node1 sysctl -w net.bridge.bridge-nf-call-iptables=0
ip netns exec client curl -s -m 1 http://10.96.0.20/ || echo "no answer"
ip netns exec node1 sysctl -w net.bridge.bridge-nf-call-iptables=1
ip netns exec client curl -s -m 1 http://10.96.0.20/

echo "== A pod that asks its own service needs hairpin: the bridge sends a frame back out of the port that it came from."
ip netns exec web1 curl -s -m 1 http://10.96.0.20/ || echo "no answer"
bridge -n node1 link set dev veth-web1 hairpin on
seen ip netns exec web1 curl -s -m 1 http://10.96.0.20/
kill $servers
