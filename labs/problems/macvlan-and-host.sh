#!/usr/bin/env bash
# A macvlan and the device below it never meet: what one sends goes to the wire, and does not come back.
for name in host c1 world; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add ext0 netns host type veth peer name eth0 netns world
ip -n host addr add 192.168.1.10/24 dev ext0
ip -n host link set ext0 up
ip -n world addr add 192.168.1.1/24 dev eth0
ip -n world link set eth0 up
ip -n host link add macvlan0 link ext0 type macvlan mode bridge
ip -n host link set macvlan0 netns c1
ip -n c1 addr add 192.168.1.20/24 dev macvlan0
ip -n c1 link set macvlan0 up
sleep 1.5

echo "== What is seen: the container reaches the world, and not its host, nor the host the container."
ip netns exec c1 ping -c 1 -W 1 192.168.1.1 | tail -2
ip netns exec c1 ping -c 1 -W 4 192.168.1.10
ip netns exec host ping -c 1 -W 4 192.168.1.20

echo "== Where to look."
ip -n c1 -d link show macvlan0 | grep -o 'macvlan mode [a-z]*'
ip -n host neigh | sort
ip -n c1 neigh | sort

echo "== Mended: the host has a macvlan of its own, and a route that prefers it."
ip -n host link add macvlan1 link ext0 type macvlan mode bridge
ip -n host addr add 192.168.1.11/32 dev macvlan1
ip -n host link set macvlan1 up
ip -n host route add 192.168.1.20/32 dev macvlan1
ip netns exec host ping -c 1 -W 1 192.168.1.20 | tail -2
