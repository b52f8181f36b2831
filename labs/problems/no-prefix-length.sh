#!/usr/bin/env bash
# An address without a prefix length is a /32: it brings no route to its neighbours.
ip netns add c1
ip netns add c2
ip link add eth0 netns c1 type veth peer name eth0 netns c2
ip -n c1 addr add 10.0.0.1 dev eth0
ip -n c2 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up
ip -n c2 link set eth0 up
sleep 1.5

echo "== What is seen: one end can not send, the other gets no answer."
ip netns exec c1 ping -c 1 -W 1 10.0.0.2
ip netns exec c2 ping -c 1 -W 1 10.0.0.1

echo "== Where to look: /32, and not one route."
ip -n c1 -4 -br addr
ip -n c1 route
ip -n c1 route get 10.0.0.2

echo "== Mended: /24."
ip -n c1 addr del 10.0.0.1/32 dev eth0
ip -n c1 addr add 10.0.0.1/24 dev eth0
ip -n c1 route
ip netns exec c1 ping -c 1 -W 1 10.0.0.2 | tail -2
