#!/usr/bin/env bash
# Both ends of a pair in one namespace that accept local sources: the request crosses the pair, the answer comes over lo.
ip netns add host
ip -n host link set lo up
ip -n host link add vetha type veth peer name vethb
ip -n host addr add 10.0.0.1/24 dev vetha
ip -n host addr add 10.0.0.2/24 dev vethb
ip -n host link set vetha up
ip -n host link set vethb up
ip netns exec host sysctl -w net.ipv4.conf.vetha.accept_local=1 net.ipv4.conf.vethb.accept_local=1
sleep 1.5

echo "== What is seen: an answer that never was on the pair."
ip netns exec host tcpdump --immediate-mode -l -n -t -i vethb 'arp or icmp' >seen.txt 2>/dev/null &
ip netns exec host tcpdump --immediate-mode -l -n -t -i lo icmp >lo.txt 2>/dev/null &
sleep 1
ip netns exec host ping -c 1 -W 2 -I vetha 10.0.0.2
sleep 0.5
kill -INT %1 %2
wait
echo "-- vethb:"
cat seen.txt
echo "-- lo:"
cat lo.txt

echo "== Where to look: both addresses are local ones."
ip -n host route show table local

echo "== Without their local routes they are nobody's: nothing comes over lo any more, and nothing answers."
ip -n host route del local 10.0.0.2 table local
ip -n host route del local 10.0.0.1 table local
ip -n host route get 10.0.0.2
ip netns exec host ping -q -c 1 -W 4 -I vetha 10.0.0.2
