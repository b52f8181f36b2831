#!/usr/bin/env bash
# Two containers with one IP address: both answer the question who has it, and the first answer is believed.
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
  ip -n c$i addr add 10.0.0.11/24 dev eth0
  ip -n c$i link set eth0 up
done
ip netns exec c1 socat TCP-LISTEN:80,reuseaddr,fork EXEC:'echo one' &
one=$!
ip netns exec c2 socat TCP-LISTEN:80,reuseaddr,fork EXEC:'echo two' &
two=$!
sleep 1.5

# Asks port 80 of the address, knowing nobody's MAC address.
ask() {
  ip -n host neigh flush dev br0
  ip netns exec host timeout 2 nc -n -w 1 10.0.0.11 80
}

echo "== What is seen: one container's page, though another was meant; and when that one is away for a moment, the other's."
for i in 1 2 3; do ask; done
ip -n host link set veth2 down
ask
ip -n host link set veth2 up
sleep 1.5

echo "== Where to look: two answers to one question, and what asks for duplicates."
ip -n host neigh flush dev br0
ip netns exec host tcpdump --immediate-mode -l -e -n -t -i br0 arp >seen.txt 2>/dev/null &
sleep 1
ip netns exec host ping -c 1 -W 1 10.0.0.11 | tail -2
sleep 0.5
kill -INT $!
wait $!
grep Reply seen.txt | sed 's/, ethertype.*: Reply/: Reply/' | sort
ip netns exec host arping -D -c 2 -I br0 10.0.0.11 | grep -v Unicast
ip netns exec c2 arping -D -c 1 -I eth0 10.0.0.11

echo "== Mended: an address each."
kill $two
ip -n c2 addr flush dev eth0
ip -n c2 addr add 10.0.0.12/24 dev eth0
ip -n host neigh flush dev br0
ip netns exec host arping -D -c 1 -w 1 -I br0 10.0.0.12
for i in 1 2; do ask; done
ip netns exec c2 arping -D -c 1 -w 1 -I eth0 10.0.0.11
kill $one
