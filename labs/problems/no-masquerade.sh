#!/usr/bin/env bash
# Nothing masquerades: packets leave the host with an address that nobody outside knows the way back to.
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
sleep 1.5

echo "== What is seen: the request arrives with its private address; the host itself reaches the world."
ip netns exec world tcpdump --immediate-mode -l -n -t -i eth0 icmp >seen.txt 2>/dev/null &
sleep 1
ip netns exec c1 ping -c 1 -W 1 203.0.113.9
sleep 0.5
kill -INT %1
wait
cat seen.txt
ip netns exec host ping -c 1 -W 1 203.0.113.9 | tail -2

echo "== Where to look: no route to 10.0.0.0/24 outside, no rule inside."
ip -n world route
ip netns exec host iptables -t nat -S POSTROUTING

echo "== Mended: MASQUERADE. The kernel knows whose answer it is."
ip netns exec host iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
ip netns exec c1 ping -e 7 -c 1 -W 1 203.0.113.9 | tail -2
ip netns exec host conntrack -L -p icmp 2>/dev/null | sed 's/ 1 [0-9]* / 1 TIME /'
