#!/usr/bin/env bash
# Both ends of a pair in one namespace: one's packets are the other's martians.
ip netns add host
ip -n host link set lo up
ip -n host link add vetha type veth peer name vethb
ip -n host addr add 10.0.0.1/24 dev vetha
ip -n host addr add 10.0.0.2/24 dev vethb
ip -n host link set vetha up
ip -n host link set vethb up
sleep 1.5

echo "== What is seen: it answers (over lo), but not when the packet has to cross the pair."
ip netns exec host ping -c 1 -W 1 10.0.0.2 | tail -2
ip netns exec host ping -c 1 -W 4 -I vetha 10.0.0.2
ip netns exec host ping -c 1 -W 4 -I vetha 10.0.0.77

echo "== Where to look: the way is lo's; the question crosses the pair, and is not answered."
ip -n host route get 10.0.0.2
ip netns exec host tcpdump --immediate-mode -l -n -t -i vethb arp >seen.txt 2>/dev/null &
sleep 1
ip netns exec host ping -q -c 1 -W 4 -I vetha 10.0.0.2 >/dev/null
kill -INT %1
wait
cat seen.txt
ip -n host neigh | sort
ip netns exec host nstat -az | grep -E 'MartianSource|InNoRoutes|IPReversePathFilter|IpInAddrErrors'

echo "== Mended: one end lives elsewhere."
ip netns add c1
ip -n host link set vethb netns c1
ip -n c1 addr add 10.0.0.2/24 dev vethb
ip -n c1 link set vethb up
ip netns exec host ping -c 1 -W 2 10.0.0.2 | tail -2
