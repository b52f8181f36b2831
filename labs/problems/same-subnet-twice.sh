#!/usr/bin/env bash
# Two devices of one namespace in the same subnet, as when a second container is added without a bridge: the first route takes all.
for name in host c1 c2; do
  ip netns add $name
  ip -n $name link set lo up
done
for i in 1 2; do
  ip link add eth0 netns c$i type veth peer name veth$i netns host
  ip -n host addr add 172.18.0.${i}1/16 dev veth$i
  ip -n host link set veth$i up
  ip -n c$i addr add 172.18.0.${i}0/16 dev eth0
  ip -n c$i link set eth0 up
done
sleep 1.5

echo "== What is seen: the first container answers, the second does not, in neither direction."
ip netns exec host ping -c 1 -W 1 172.18.0.10 | tail -2
ip netns exec host ping -c 1 -W 4 172.18.0.20
ip netns exec c2 ping -c 1 -W 4 172.18.0.21

echo "== Where to look: two equal routes, and the one that is taken."
ip -n host route
ip -n host route get 172.18.0.20
ip netns exec host sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.veth2.rp_filter

echo "== Mended: both are ports of one bridge, which has the address."
ip -n host link add br0 type bridge
ip -n host link set br0 up
for i in 1 2; do
  ip -n host addr flush dev veth$i
  ip -n host link set veth$i master br0
done
ip -n host addr add 172.18.0.1/16 dev br0
ip -n host route
ip netns exec host ping -c 1 -W 1 172.18.0.10 | tail -2
ip netns exec host ping -c 1 -W 1 172.18.0.20 | tail -2
