#!/usr/bin/env bash
# No default route: the namespace knows its own network and nothing else, so no packet is even made.
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
ip -n world route add 10.0.0.0/24 via 203.0.113.1
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
sleep 1.5

echo "== What is seen."
ip netns exec c1 ping -c 1 -W 1 203.0.113.9

echo "== Where to look."
ip -n c1 route
ip -n c1 route get 203.0.113.9

echo "== Mended: a default route by the host."
ip -n c1 route add default via 10.0.0.1
ip -n c1 route get 203.0.113.9
ip netns exec c1 ping -c 1 -W 1 203.0.113.9 | tail -2
