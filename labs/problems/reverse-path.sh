#!/usr/bin/env bash
# Strict reverse path filtering: a container in two networks drops what comes by the one that its answers would not take.
for name in host c1 world; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add eth0 netns c1 type veth peer name vetha netns host
ip link add eth1 netns c1 type veth peer name vethb netns host
ip link add eth0 netns world type veth peer name ext0 netns host
ip -n c1 addr add 10.1.0.2/24 dev eth0
ip -n c1 addr add 10.2.0.2/24 dev eth1
ip -n c1 link set eth0 up
ip -n c1 link set eth1 up
ip -n c1 route add default via 10.1.0.1
ip -n host addr add 10.1.0.1/24 dev vetha
ip -n host addr add 10.2.0.1/24 dev vethb
ip -n host addr add 203.0.113.1/24 dev ext0
for device in vetha vethb ext0; do
  ip -n host link set $device up
done
ip -n world addr add 203.0.113.9/24 dev eth0
ip -n world link set eth0 up
ip -n world route add default via 203.0.113.1
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
ip netns exec c1 sysctl -w net.ipv4.conf.all.rp_filter=1
sleep 1.5

echo "== What is seen: one of its addresses answers, the other does not."
ip netns exec world ping -c 1 -W 1 10.1.0.2 | tail -2
ip netns exec world ping -c 2 -i 0.3 -W 1 10.2.0.2

echo "== Where to look: a counter, and the way back, which is not the way in."
ip netns exec c1 nstat -az TcpExtIPReversePathFilter
ip -n c1 route get 203.0.113.9
ip -n c1 route get 10.2.0.2 from 203.0.113.9 iif eth1
ip netns exec c1 sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.eth1.rp_filter

echo "== Mended: loose, any way back will do."
ip netns exec c1 sysctl -w net.ipv4.conf.all.rp_filter=2
ip -n c1 route get 10.2.0.2 from 203.0.113.9 iif eth1
ip netns exec world ping -c 1 -W 1 10.2.0.2 | tail -2
