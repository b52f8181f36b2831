#!/usr/bin/env bash
# INPUT drops all that is not allowed, and nobody allowed the answers: tcpdump sees them, ping does not.
ip netns add c1
ip netns add c2
ip link add eth0 netns c1 type veth peer name eth0 netns c2
for i in 1 2; do
  ip -n c$i link set lo up
  ip -n c$i addr add 10.0.0.$i/24 dev eth0
  ip -n c$i link set eth0 up
done
ip netns exec c1 iptables -P INPUT DROP
sleep 1.5

echo "== What is seen: the answer arrives, and is lost behind the place where tcpdump listens."
ip netns exec c1 ping -c 1 -W 1 10.0.0.2 | tail -2
ip netns exec c1 tcpdump --immediate-mode -l -n -t -i eth0 icmp >seen.txt 2>/dev/null &
sleep 1
ip netns exec c1 ping -c 1 -W 1 10.0.0.2 | tail -2
sleep 0.5
kill -INT %1
wait
cat seen.txt
echo "-- with OUTPUT it is told at once:"
ip netns exec c1 iptables -P OUTPUT DROP
ip netns exec c1 ping -c 1 -W 1 10.0.0.2

echo "== Where to look: the policy's counter."
ip netns exec c1 iptables -vnL INPUT

echo "== Mended: what belongs to a known connection comes in."
ip netns exec c1 iptables -P OUTPUT ACCEPT
ip netns exec c1 iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec c1 ping -c 1 -W 1 10.0.0.2 | tail -2
