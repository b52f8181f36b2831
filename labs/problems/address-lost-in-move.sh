#!/usr/bin/env bash
# A device that moves to another namespace leaves its addresses and routes behind, and is down when it arrives.
ip netns add host
ip netns add c1
ip -n host link add veth0 type veth peer name eth0
ip -n host addr add 10.0.0.254/24 dev veth0
ip -n host link set veth0 up
ip -n host addr add 10.0.0.1/24 dev eth0
ip -n host link set eth0 up
ip -n host link set eth0 netns c1

echo "== What is seen: the network is unreachable from where the device went."
ip netns exec c1 ping -c 1 -W 1 10.0.0.254
ip netns exec host ping -c 1 -W 1 10.0.0.1

echo "== Where to look: eth0 is DOWN and has no address."
sleep 1.5
ip -n c1 -4 -br addr
ip -n c1 -br link show eth0
ip -n host -4 -br addr
ip -n host -br link show veth0

echo "== Mended: configured after the move."
ip -n c1 addr add 10.0.0.1/24 dev eth0
ip -n c1 link set eth0 up
ip -n c1 link set lo up
ip netns exec c1 ping -c 1 -W 2 10.0.0.254 | tail -2
