#!/bin/bash
# macvlan as Docker uses it: containers on the LAN, and why the host can not reach them.
set -e
ip netns add lan; ip netns add c1; ip netns add c2
ip link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns lan
ip addr add 192.168.1.1/24 dev eth0; ip link set eth0 up
ip -n lan addr add 192.168.1.2/24 dev eth0; ip -n lan link set eth0 up
i=10
for c in c1 c2; do
  ip link add mv$i link eth0 address 02:00:00:00:00:$i type macvlan mode bridge
  ip link set mv$i netns $c name eth0
  ip -n $c addr add 192.168.1.$i/24 dev eth0; ip -n $c link set eth0 up
  i=$((i+1))
done
sleep 1.5
p() { ip netns exec $1 ping -c1 -W1 -q $2 >/dev/null && echo "$1 -> $2 ok" || echo "$1 -> $2 no"; }
p c1 192.168.1.2; p c1 192.168.1.11; p lan 192.168.1.10; p c1 192.168.1.1
ping -c1 -W1 -q 192.168.1.10 >/dev/null && echo "host ok" || echo "host -> 192.168.1.10 no"
ip neigh | grep 192.168.1.10
echo "# the way out: a macvlan of the host's own"
ip link add mv-shim link eth0 type macvlan mode bridge
ip addr add 192.168.1.250/32 dev mv-shim; ip link set mv-shim up
ip route add 192.168.1.10/31 dev mv-shim
ping -c1 -W1 -q 192.168.1.10 | grep received
for mode in private vepa bridge; do
  ip -n c1 link set eth0 type macvlan mode $mode
  ip -n c2 link set eth0 type macvlan mode $mode
  ip -n c1 -d link show eth0 | grep -o 'macvlan mode [a-z]*'
  ip -n c1 neigh flush all; ip -n c2 neigh flush all
  p c1 192.168.1.11
done
ip -n c1 link set eth0 type macvlan mode passthru || echo "rc $?"
ip -d -j link show mv-shim | jq -c '.[0].linkinfo'
ip link set eth0 down; sleep 1.5
ip -n c1 -br link show eth0
ip link set eth0 up
ip link del eth0; ip -n c1 link show eth0 || echo "gone: $?"
