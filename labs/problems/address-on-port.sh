#!/usr/bin/env bash
# The address is on a port of the bridge: the answers come in by the bridge, and the port's neighbour stays unknown.
for name in host c1 c2; do
  ip netns add $name
  ip -n $name link set lo up
done
ip -n host link add br0 address 02:00:00:00:00:01 type bridge
ip -n host addr add 10.0.0.1/24 dev br0
ip -n host link set br0 up
for i in 1 2; do
  ip link add eth0 netns c$i address 02:00:00:00:00:1$i type veth peer name veth$i address 02:00:00:00:00:2$i netns host
  ip -n host link set veth$i master br0 up
  ip -n c$i addr add 10.0.0.1$i/24 dev eth0
  ip -n c$i link set eth0 up
  ip -n c$i route add default via 10.0.0.1
done
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
ip -n host addr del 10.0.0.1/24 dev br0
ip -n host addr add 10.0.0.1/24 dev veth1
sleep 1.5

echo "== What is seen: the containers reach each other; neither they nor the host get answers from the other side."
ip netns exec c1 ping -c 1 -W 4 10.0.0.1
ip netns exec host ping -c 1 -W 4 10.0.0.11
ip netns exec host ping -c 1 -W 4 10.0.0.12
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2

echo "== Where to look: one address, known on br0 and FAILED on veth1."
ip -n host -4 -br addr
ip -n host route get 10.0.0.11
ip -n host neigh | sort
ip -n c1 neigh | sort

echo "== Mended: the address is the bridge's."
ip -n host addr del 10.0.0.1/24 dev veth1
ip -n host addr add 10.0.0.1/24 dev br0
ip netns exec c1 ping -c 1 -W 1 10.0.0.1 | tail -2
ip netns exec host ping -c 1 -W 1 10.0.0.12 | tail -2
