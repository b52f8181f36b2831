#!/usr/bin/env bash
# The bridge itself is down: its ports are disabled, and nothing passes, not even between them.
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
ip -n host link set br0 down
sleep 1.5

echo "== What is seen: 'unreachable', after three questions that nobody heard."
ip netns exec c1 ping -c 1 -W 1 10.0.0.12
ip netns exec c1 ping -q -c 4 -i 0.2 -W 4 10.0.0.12

echo "== Where to look: br0 is DOWN, its ports' state is disabled."
ip -n host -br link show type bridge
ip netns exec host bridge link
ip -n c1 neigh

echo "== Mended: up."
ip -n host link set br0 up
ip netns exec c1 ping -c 1 -W 3 10.0.0.12 | tail -2
ip netns exec host bridge link
