#!/usr/bin/env bash
# What ip and ping say to the small mistakes that everybody makes.
ip netns add host
ip -n host link set lo up
ip -n host link add veth0 type veth peer name veth1

echo "== Names"
ip -n host link add averylongveth0name type veth peer name veth9
ip -n host link add veth0 type veth peer name veth2
ip -n host link set nosuch up
ip -n nosuch link
ip -n host link set veth0 netns nosuch
ip netns add host

echo "== Addresses and routes"
ip -n host addr add 10.0.0.1/24 dev veth0
ip -n host addr add 10.0.0.1/24 dev veth0
ip -n host addr add 10.0.0.300/24 dev veth0
ip -n host route add 10.9.0.0/24 via 10.0.0.2
ip -n host link set veth0 up
ip -n host link set veth1 up
ip -n host route add 10.9.0.0/24 via 10.0.0.2
ip -n host route add 10.9.0.0/24 via 10.0.0.3
ip -n host route add default via 10.0.0.1
ip -n host route add 10.8.0.1/24 dev veth0
ip netns exec host ip route get 127.0.0.1 from 10.0.0.9

echo "== Devices"
ip -n host link set lo master veth0
ip -n host link set veth0 mtu 70000
ip -n host link set veth0 mtu 60

echo "== ping"
ip netns exec host ping -c 1 -W 1 10.0.0.255
ip netns exec host ping -c 1 -W 1 -I 10.77.0.1 10.0.0.2
ip netns exec host ping -6 -c 1 -W 1 fe80::1
