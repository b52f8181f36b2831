#!/usr/bin/env bash
# Two containers with one MAC address: the bridge believes whoever spoke last.
for name in host c1 c2; do
  ip netns add $name
  ip -n $name link set lo up
  ip netns exec $name sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
done
ip -n host link add br0 address 02:00:00:00:00:01 type bridge
ip -n host addr add 10.0.0.1/24 dev br0
ip -n host link set br0 up
for i in 1 2; do
  ip link add eth0 netns c$i address 02:00:00:00:00:0a type veth peer name veth$i address 02:00:00:00:00:2$i netns host
  ip -n host link set veth$i master br0 up
  ip -n c$i addr add 10.0.0.1$i/24 dev eth0
  ip -n c$i link set eth0 up
  ip -n c$i route add default via 10.0.0.1
done
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
sleep 1.5

# Asks the host's question, and shows behind which port the address is taken to be afterwards.
try() {
  ip netns exec host ping -q -c 1 -W 1 "$1" | grep loss | cut -d , -f 1-3
  ip netns exec host bridge fdb show br br0 | grep 02:00:00:00:00:0a
}

echo "== What is seen: each answers as long as the other is silent."
try 10.0.0.11
try 10.0.0.12
try 10.0.0.11
ip netns exec c1 ping -q -c 1 10.0.0.1 | grep loss | cut -d , -f 1-3
try 10.0.0.11
try 10.0.0.12
echo "-- and they never find each other:"
ip netns exec c1 ping -c 1 -W 4 10.0.0.12

echo "== Where to look: two addresses with one MAC, which moves; packets that reached the wrong one."
ip -n host neigh show dev br0 | sort
ip netns exec c1 nstat -az IpInAddrErrors
ip netns exec c2 nstat -az IpInAddrErrors

echo "== Mended: one address each."
ip -n c2 link set eth0 address 02:00:00:00:00:0b
ip -n host neigh flush dev br0
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2
try 10.0.0.11
ip netns exec host ping -q -c 1 -W 1 10.0.0.12 | grep loss | cut -d , -f 1-3
