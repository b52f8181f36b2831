#!/usr/bin/env bash
# Two bridges, two networks, and a router between them: gateways, forwarding, time to live, and what routers tell senders.

# Two switches. They have no addresses: they belong to nobody's network.
for name in left right; do
  ip link add br-$name type bridge
  ip link set br-$name up
done

# Connects a namespace to a switch: `connect NAMESPACE DEVICE SWITCH MAC ADDRESS`.
connect() {
  ip link add $1-$2 type veth peer name $2 address $4 netns $1
  ip link set $1-$2 master br-$3 up
  ip -n $1 addr add $5 dev $2
  ip -n $1 link set $2 up
}
for name in l1 l2 r1 router; do
  ip netns add $name
  ip netns exec $name sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip -n $name link set lo up
done
connect l1 eth0 left 02:00:00:01:00:11 10.1.0.11/24
connect l2 eth0 left 02:00:00:01:00:12 10.1.0.12/24
connect r1 eth0 right 02:00:00:02:00:11 10.2.0.11/24
connect router eth0 left 02:00:00:01:00:01 10.1.0.1/24
connect router eth1 right 02:00:00:02:00:01 10.2.0.1/24
sleep 1.5

from_l1() { ip netns exec l1 ping -q -c 1 -W 1 "$@" 2>&1 | grep -E 'loss|unreachable' | cut -d , -f 1-3; }

echo "== In one network a switch is enough; into the other there is no way yet."
from_l1 10.1.0.12
from_l1 10.2.0.11

echo "== A default gateway: the packet leaves, and the router keeps it."
ip -n l1 route add default via 10.1.0.1
ip -n l2 route add default via 10.1.0.1
ip -n r1 route add default via 10.2.0.1
from_l1 10.2.0.11
echo "-- though it answers for itself, with either address:"
from_l1 10.2.0.1

echo "== ip_forward: on its way the packet gets other MAC addresses and one hop less to live. Who sent it to whom stays."
ip netns exec router sysctl -w net.ipv4.ip_forward=1
for device in eth0 eth1; do
  ip netns exec router tcpdump --immediate-mode -l -n -t -e -v -i $device 'icmp[icmptype] = icmp-echo' >$device.txt 2>/dev/null &
done
sleep 1
from_l1 10.2.0.11
sleep 0.5
kill -INT $(jobs -p)
wait
for device in eth0 eth1; do
  echo "-- $device:"
  sed -n 's/^\(.*\), ethertype.* (.*ttl \([0-9]*\),.*/\1, ttl \2/p; s/^ *\(10.*\), id.*/  \1/p' $device.txt
done

echo "== Who is on the way? Packets with too short a life find out."
ip netns exec l1 ping -c 1 -W 1 -t 1 10.2.0.11 | grep From
ip netns exec l1 traceroute -n -q 1 -w 1 10.2.0.11

echo "== What a router says when it can not deliver: nobody there, no such network, forbidden, too long; and nothing."
ip -n router route add prohibit 10.4.0.0/24
ip -n router route add blackhole 10.5.0.0/24
ip -n router link set eth1 mtu 1400
for target in "10.2.0.99 -W 4" 10.3.0.1 10.4.0.1 "10.2.0.11 -M do -s 1400" "10.5.0.1 -W 1"; do
  echo "-- ping $target"
  ip netns exec l1 ping -c 1 $target | grep -E 'From|loss' | cut -d , -f 1-3
done
echo "-- and nobody listens at the port:"
ip netns exec l1 tcpdump --immediate-mode -l -n -t -i eth0 icmp >port.txt 2>/dev/null &
listener=$!
sleep 1
echo hello | ip netns exec l1 nc -u -w 1 10.2.0.11 7
sleep 0.5
kill -INT $listener
wait $listener
grep unreachable port.txt
echo "-- l1 remembers how long packets may be:"
ip -n l1 route get 10.2.0.11 | sed 's/expires [0-9]*sec/expires SOON/'

echo "== l2 knows a network that the router reaches through it: it forwards once, and tells l1 of the shorter way."
ip -n l2 addr add 10.6.0.1/24 dev lo
ip -n router route add 10.6.0.0/24 via 10.1.0.12
ip netns exec l1 ping -c 2 -i 0.5 10.6.0.1 | grep -E 'Redirect|bytes from|transmitted' | sed 's/ time.*//'
ip -n l1 route get 10.6.0.1 | sed 's/expires [0-9]*sec/expires SOON/'
