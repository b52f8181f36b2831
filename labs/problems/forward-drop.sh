#!/usr/bin/env bash
# FORWARD's policy is DROP, as dockerd sets it: what another network of the host routes matches no rule and is dropped.
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
ip netns add world
ip -n world link set lo up
ip link add eth0 netns world type veth peer name ext0 netns host
ip -n host addr add 203.0.113.1/24 dev ext0
ip -n host link set ext0 up
ip -n world addr add 203.0.113.9/24 dev eth0
ip -n world link set eth0 up
ip netns exec host iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
ip netns exec host iptables -P FORWARD DROP
sleep 1.5

echo "== What is seen: the world is silent, the gateway answers (that is INPUT)."
ip netns exec c1 ping -c 1 -W 1 203.0.113.9
ip netns exec c1 ping -c 1 -W 1 10.0.0.1 | tail -2

echo "== Where to look: the policy's counter."
ip netns exec host iptables -vnL FORWARD
ip netns exec host nft list chain ip filter FORWARD

echo "== Mended: what comes from the bridge, and the answers to it."
ip netns exec host iptables -A FORWARD -i br0 -j ACCEPT
ip netns exec host iptables -A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec c1 ping -c 1 -W 1 203.0.113.9 | tail -2
ip netns exec host iptables -vnL FORWARD
