#!/usr/bin/env bash
# "Nexthop has invalid gateway": the gateway itself can not be reached yet.
for name in host c1; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add eth0 netns c1 type veth peer name veth1 netns host
ip -n host addr add 169.254.1.1/32 dev veth1
ip -n host link set veth1 up
ip -n host route add 10.65.0.2/32 dev veth1
ip -n c1 addr add 10.65.0.2/32 dev eth0

echo "== What is seen: refused, with the device down, up, and named."
ip -n c1 route add default via 169.254.1.1
ip -n c1 link set eth0 up
ip -n c1 route add default via 169.254.1.1
ip -n c1 route add default via 169.254.1.1 dev eth0

echo "== Mended: first a route to the gateway ..."
ip -n c1 route add 169.254.1.1/32 dev eth0 scope link
ip -n c1 route add default via 169.254.1.1 dev eth0
ip -n c1 route
ip netns exec c1 ping -c 1 -W 2 169.254.1.1 | tail -2

echo "== ... or the word that it is on the link."
ip -n c1 route flush all
ip -n c1 route add default via 169.254.1.1 dev eth0 onlink
ip -n c1 route
ip netns exec c1 ping -c 1 -W 1 169.254.1.1 | tail -2
