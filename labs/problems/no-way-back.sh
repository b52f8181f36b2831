#!/usr/bin/env bash
# No way back: the request arrives, and its receiver has no route for the answer.
for name in c1 host world; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add eth0 netns c1 type veth peer name veth1 netns host
ip link add eth0 netns world type veth peer name ext0 netns host
ip -n c1 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up
ip -n host addr add 10.0.0.1/24 dev veth1
ip -n host link set veth1 up
ip -n host addr add 203.0.113.1/24 dev ext0
ip -n host link set ext0 up
ip -n world addr add 203.0.113.9/24 dev eth0
ip -n world link set eth0 up
ip -n c1 route add default via 10.0.0.1
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
sleep 1.5

echo "== What is seen: the request arrives, no answer leaves."
ip netns exec world tcpdump --immediate-mode -l -n -t -i eth0 icmp >seen.txt 2>/dev/null &
sleep 1
ip netns exec c1 ping -c 1 -W 1 203.0.113.9
sleep 0.5
kill -INT %1
wait
cat seen.txt
ip netns exec world ping -c 1 -W 1 10.0.0.2

echo "== Where to look: the routes of the one who should answer, and its counters."
ip -n world route
ip -n world route get 10.0.0.2
ip netns exec world nstat -az | grep -E 'IcmpOutEchoReps|IcmpInEchos|IpOutNoRoutes'

echo "== Mended: a route back."
ip -n world route add 10.0.0.0/24 via 203.0.113.1
ip netns exec c1 ping -c 1 -W 1 203.0.113.9 | tail -2
