#!/usr/bin/env bash
# docker0: two containers on a bridge, their host, and a world outside. What Docker does when it starts, by hand.

# The world: a host on the network that the host's own card is in.
ip netns add world
ip link add eth0 address 02:42:c0:00:02:0a type veth peer name eth0 address 02:42:c0:00:02:01 netns world
ip addr add 192.0.2.10/24 dev eth0
ip link set eth0 up
ip -n world addr add 192.0.2.1/24 dev eth0
ip -n world link set eth0 up

# The bridge, and the host's address on it: the containers' gateway.
ip link add docker0 address 02:42:ac:11:00:01 type bridge
ip addr add 172.17.0.1/16 dev docker0
ip link set docker0 up

# Two containers: each a namespace with one end of a pair, the other end a port of the bridge.
for i in 2 3; do
  ip netns add c$i
  ip link add veth$i address 02:42:00:00:00:0$i type veth peer name eth0 address 02:42:ac:11:00:0$i netns c$i
  ip link set veth$i master docker0 up
  ip -n c$i link set lo up
  ip -n c$i addr add 172.17.0.$i/16 dev eth0
  ip -n c$i link set eth0 up
  ip -n c$i route add default via 172.17.0.1
done
sleep 1.5

echo "== Container to container: through the bridge, as through a switch."
ip netns exec c2 ping -q -c 1 172.17.0.3 | grep loss | cut -d, -f 1-3
bridge fdb show br docker0 | grep master | grep -v permanent | sed 's/ vlan [0-9]*//' | sort

echo "== Container to the world: the host does not forward yet."
ip netns exec c2 ping -q -c 1 -W 1 192.0.2.1 | grep loss | cut -d, -f 1-3
sysctl -w net.ipv4.ip_forward=1

echo "== It forwards now, but nobody outside knows the way back to 172.17.0.2."
ip netns exec c2 ping -q -c 1 -W 1 192.0.2.1 | grep loss | cut -d, -f 1-3

echo "== Masquerading: outside, the container has the host's address."
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
tcpdump -nn -t -l -c 2 --immediate-mode -i docker0 icmp > inside.txt 2>/dev/null & inside=$!
ip netns exec world tcpdump -nn -t -l -c 2 --immediate-mode -i eth0 icmp > outside.txt 2>/dev/null & outside=$!
sleep 0.5
ip netns exec c2 ping -q -c 1 -W 1 192.0.2.1 | grep loss | cut -d, -f 1-3
wait $inside $outside
echo "-- on docker0:"
sed 's/id [0-9]*/id N/' inside.txt
echo "-- outside:"
sed 's/id [0-9]*/id N/' outside.txt

echo "== What the host remembers of it, and how it tells two containers with one source port apart."
ip netns exec world nc -k -l -p 80 > /dev/null & server=$!
sleep 0.5
for i in 2 3; do ip netns exec c$i nc -N -p 5000 192.0.2.1 80 < /dev/null; done
conntrack -L 2>/dev/null | awk '{
  line = $1
  n = split($0, word, " ")
  for (k = 1; k <= n; k++) if (word[k] ~ /^(src|dst|sport|dport)=/) line = line " " word[k]
  if (line !~ /dport=5000$/) sub(/dport=[0-9]+$/, "dport=ANOTHER", line)
  print line
}' | sort
kill $server

echo "== A published port: 192.0.2.10:8080 is port 80 of c2."
iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
iptables -t nat -S
echo "hello from c2" > index.txt
ip netns exec c2 nc -N -l -p 80 < index.txt > request.txt & server=$!
sleep 0.5
echo "hello from outside" | ip netns exec world nc -N 192.0.2.10 8080
wait $server
cat request.txt
iptables -t nat -L -n -v | awk '$3 ~ /DNAT|MASQ/ { print $1, "packets", $3 }'
