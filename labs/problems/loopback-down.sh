#!/usr/bin/env bash
# lo is down in a new namespace: it reaches its neighbour, and not itself.
ip netns add c1
ip netns add c2
ip link add eth0 netns c1 type veth peer name eth0 netns c2
ip -n c1 addr add 10.0.0.1/24 dev eth0
ip -n c2 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up
ip -n c2 link set eth0 up
sleep 1.5

echo "== What is seen: neither 127.0.0.1 nor its own address answers."
ip netns exec c1 ping -c 1 -W 1 127.0.0.1
ip netns exec c1 ping -c 1 -W 1 10.0.0.1
ip netns exec c1 ping -c 1 -W 1 10.0.0.2 | tail -2

echo "== Where to look: what is local is delivered through lo, and lo is DOWN."
ip -n c1 -4 -br addr
ip -n c1 -br link show lo
ip -n c1 route show table local
ip -n c1 route get 10.0.0.1

echo "== Mended: lo is up."
ip -n c1 link set lo up
ip netns exec c1 ping -c 1 -W 1 127.0.0.1 | tail -2
ip netns exec c1 ping -c 1 -W 1 10.0.0.1 | tail -2
