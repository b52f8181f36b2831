#!/usr/bin/env bash
# A bridge that runs the spanning tree lets a new port wait for twice its forward delay (here 4 s; 15 s unless told) before it forwards.
for name in host c1 c2; do
  ip netns add $name
  ip -n $name link set lo up
done
ip -n host link add br0 type bridge stp_state 1 forward_delay 400
ip -n host link set br0 up
for i in 1 2; do
  ip link add eth0 netns c$i type veth peer name veth$i netns host
  ip -n host link set veth$i master br0 up
  ip -n c$i addr add 10.0.0.1$i/24 dev eth0
  ip -n c$i link set eth0 up
done

echo "== What is seen: no answer at first, and one some seconds later."
ip netns exec host bridge link | grep -o 'veth[12]@.*state [a-z]*'
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2
sleep 4
ip netns exec host bridge link | grep -o 'state [a-z]*'
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2
sleep 5
ip netns exec host bridge link | grep -o 'state [a-z]*'
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2

echo "== Where to look: the delay of this bridge, and what another has that was told nothing."
ip -n host -d link show br0 | grep -o 'forward_delay [0-9]*'
ip -n host link add br1 type bridge
ip -n host -d link show br1 | grep -oE 'forward_delay [0-9]*|stp_state [0-9]'

echo "== Mended: no spanning tree, no wait."
ip -n host link set br0 type bridge stp_state 0
ip -n host link set veth2 down
ip -n host link set veth2 up
sleep 1.5
ip netns exec host bridge link | grep -o 'state [a-z]*'
ip netns exec c1 ping -c 1 -W 1 10.0.0.12 | tail -2
