#!/usr/bin/env bash
# One end of the pair is still down: there is no carrier, and the end that is up drops all that it is given.
ip netns add c1
ip netns add c2
ip link add eth0 netns c1 type veth peer name eth0 netns c2
ip -n c1 addr add 10.0.0.1/24 dev eth0
ip -n c2 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up

echo "== What is seen: nobody answers one, and the other does not even send."
ip netns exec c1 ping -c 1 -W 1 10.0.0.2
ip netns exec c2 ping -c 1 -W 1 10.0.0.1

echo "== Where to look: NO-CARRIER at one end, DOWN at the other, which has no route either."
ip -n c1 -br link show eth0
ip -n c1 route
ip -n c2 -br link show eth0
ip -n c2 route
ip -n c1 neigh

echo "== Mended: both ends are up."
ip -n c2 link set eth0 up
ip netns exec c1 ping -c 1 -W 2 10.0.0.2 | tail -3
sleep 1.5
ip -n c1 -br link show eth0
