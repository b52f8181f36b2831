#!/bin/bash
# Three hosts joined by VXLAN with a multicast group; then static entries without one.
set -e
ip link add sw type bridge mcast_snooping 0; ip link set sw up
for i in 1 2 3; do
  ip netns add h$i
  ip link add p$i type veth peer name eth0 netns h$i; ip link set p$i master sw up
  ip -n h$i addr add 172.16.0.$i/24 dev eth0; ip -n h$i link set eth0 up
  ip -n h$i link add vx100 address 02:00:00:00:01:0$i type vxlan id 100 group 239.1.1.1 dev eth0 dstport 4789 ttl 5
  ip -n h$i addr add 10.100.0.$i/24 dev vx100; ip -n h$i link set vx100 up
done
sleep 1.6
ip netns exec h1 ping -c1 -q 10.100.0.2 | grep received
ip netns exec h1 ping -c1 -q 10.100.0.3 | grep received
ip netns exec h2 ping -c1 -q 10.100.0.3 | grep received
ip netns exec h1 bridge fdb show dev vx100
ip -n h1 maddr show dev eth0 | grep inet
ip -n h1 -d link show vx100 | grep -o 'vxlan id.*' | cut -d' ' -f1-12
echo "# static"
for i in 1 2 3; do
  ip -n h$i link del vx100
  ip -n h$i link add vx100 address 02:00:00:00:01:0$i type vxlan id 100 local 172.16.0.$i dstport 4789 nolearning
  ip -n h$i addr add 10.100.0.$i/24 dev vx100; ip -n h$i link set vx100 up
done
for i in 1 2 3; do for j in 1 2 3; do
  if [ $i != $j ]; then ip netns exec h$i bridge fdb append to 00:00:00:00:00:00 dst 172.16.0.$j dev vx100; fi
done; done
ip netns exec h1 bridge fdb show dev vx100 | sort
ip netns exec h1 ping -c1 -q 10.100.0.3 | grep received
ip netns exec h2 bridge fdb del 00:00:00:00:00:00 dst 172.16.0.1 dev vx100
ip netns exec h2 ip neigh flush dev vx100
ip netns exec h2 ping -c1 -W1 -q 10.100.0.1 | grep received || true
ip netns exec h1 bridge fdb add 02:00:00:00:01:02 dst 172.16.0.2 vni 100 dev vx100
ip netns exec h1 bridge -j fdb show dev vx100 | jq -c 'sort_by(.mac, .dst)[] | [.mac, .dst, .state, .flags]'
ip netns exec h1 bridge fdb add 02:00:00:00:01:02 dst 172.16.0.3 dev vx100 || echo "rc $?"
ip netns exec h1 bridge fdb replace 02:00:00:00:01:02 dst 172.16.0.3 dev vx100
ip netns exec h1 bridge fdb del 02:00:00:00:01:02 dev vx100; ip netns exec h1 bridge fdb del 02:00:00:00:01:02 dev vx100 || echo "rc $?"
