#!/usr/bin/env bash
# ip_forward is 0: the host takes packets for itself and silently drops those for others.
for name in c1 host world; do
  ip netns add $name
  ip -n $name link set lo up
done
ip link add eth0 netns c1 type veth peer name veth1 netns host
ip link add eth0 netns world type veth peer name ext0 netns host
ip -n c1 addr add 10.0.0.2/24 dev eth0
ip -n c1 link set eth0 up
ip -n host addr add 10.0.0.1/24 dev veth1
ip -n host link set veth1 up
ip -n host addr add 203.0.113.1/24 dev ext0
ip -n host link set ext0 up
ip -n world addr add 203.0.113.9/24 dev eth0
ip -n world link set eth0 up
ip -n c1 route add default via 10.0.0.1
ip -n world route add default via 203.0.113.1
sleep 1.5

echo "== What is seen: the world is silent; the host's own outer address answers."
ip netns exec c1 ping -c 2 -i 0.3 -W 1 203.0.113.9
ip netns exec c1 ping -c 1 -W 1 203.0.113.1 | tail -2

echo "== Where to look: the setting, the way that a packet would take, and what was counted."
ip netns exec host sysctl net.ipv4.ip_forward
ip -n host route get 203.0.113.9 from 10.0.0.2 iif veth1
ip netns exec host nstat -az | grep -E 'IpInAddrErrors|IpForwDatagrams|IpInReceives '

echo "== Mended: it forwards."
ip netns exec host sysctl -w net.ipv4.ip_forward=1
ip -n host route get 203.0.113.9 from 10.0.0.2 iif veth1
ip netns exec c1 ping -c 1 -W 1 203.0.113.9 | tail -2
