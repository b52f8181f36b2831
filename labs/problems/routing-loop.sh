#!/usr/bin/env bash
# Two routers that each think the other knows: a packet goes to and fro until its time to live is used up.
for name in c1 host world; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add eth0 netns c1 type veth peer name veth1 netns host
ip link add eth0 netns world type veth peer name ext0 netns host
ip -n c1 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up
ip -n c1 route add default via 10.0.0.1
ip -n host addr add 10.0.0.1/24 dev veth1
ip -n host link set veth1 up
ip -n host addr add 203.0.113.1/24 dev ext0
ip -n host link set ext0 up
ip -n host route add default via 203.0.113.9
ip -n world addr add 203.0.113.9/24 dev eth0
ip -n world link set eth0 up
ip -n world route add default via 203.0.113.1
ip -n world route add 10.0.0.0/24 via 203.0.113.1
for name in host world; do
  ip netns exec $name sysctl -qw net.ipv4.ip_forward=1
done
sleep 1.5

echo "== What is seen."
ip netns exec c1 ping -c 1 -W 1 198.51.100.1
ip netns exec c1 traceroute -n -q 1 -w 1 -m 5 198.51.100.1

echo "== Where to look: each points at the other; one packet crossed the cable many times."
ip -n host route get 198.51.100.1
ip -n world route get 198.51.100.1
ip netns exec world tcpdump -l -n -t -v -i eth0 'icmp[icmptype] = icmp-echo' >seen.txt 2>/dev/null &
sleep 1
ip netns exec c1 ping -q -c 1 -W 1 198.51.100.1 >/dev/null
sleep 1.5
kill -INT %1
wait
grep -o 'ttl [0-9]*' seen.txt | head -4
grep -c ttl seen.txt

echo "== Mended: who does not know, says so."
ip -n world route del default
ip netns exec c1 ping -c 1 -W 1 198.51.100.1
