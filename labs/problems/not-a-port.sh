#!/usr/bin/env bash
# A pair's end that is no port of the bridge: its frames come to the host alone, whose answers go to the bridge.
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
for name in host c1 c2; do
  ip netns exec $name sysctl -qw net.ipv6.conf.all.disable_ipv6=1
done
ip -n host link set veth2 nomaster
sleep 1.5

echo "== What is seen: one container reaches the gateway, the other reaches nobody."
ip netns exec c1 ping -c 1 -W 4 10.0.0.12
ip netns exec c1 ping -c 1 -W 1 10.0.0.1 | tail -2
ip netns exec c2 ping -c 1 -W 4 10.0.0.1

echo "== Where to look: which devices are ports; requests arrive at veth2, and their answers leave by br0, where nobody is."
ip -n host -br link show master br0
ip netns exec host bridge link
ip -n host neigh show dev veth2
ip netns exec host tcpdump --immediate-mode -l -n -t -i veth2 icmp >port.txt 2>/dev/null &
ip netns exec host tcpdump --immediate-mode -l -n -t -i br0 "arp host 10.0.0.12" >bridge.txt 2>/dev/null &
sleep 1
ip netns exec c2 ping -q -c 1 -W 1 10.0.0.1 >/dev/null
sleep 0.5
kill -INT %1 %2
wait
echo "-- veth2:"
cat port.txt
echo "-- br0:"
cat bridge.txt

echo "== Mended: a port."
ip -n host link set veth2 master br0
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2
