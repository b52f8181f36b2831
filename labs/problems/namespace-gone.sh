#!/usr/bin/env bash
# A namespace that goes takes its devices along, and with one end of a pair goes the other.
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
sleep 1.5

echo "== What is seen: the container is started again, and nobody reaches it."
ip -n host -br link show type veth
ip netns del c2
sleep 0.5
ip -n host -br link show type veth
ip netns add c2
ip -n c2 link set lo up
ip netns exec c1 ping -c 1 -W 4 10.0.0.12

echo "== Where to look: the bridge has one port, the container no device but lo."
ip netns exec host bridge link
ip -n c2 -br link

echo "== Mended: the pair is made again."
ip link add eth0 netns c2 address 02:00:00:00:00:12 type veth peer name veth2 address 02:00:00:00:00:22 netns host
ip -n host link set veth2 master br0 up
ip -n c2 addr add 10.0.0.12/24 dev eth0
ip -n c2 link set eth0 up
ip netns exec c1 ping -c 1 -W 2 10.0.0.12 | tail -2
