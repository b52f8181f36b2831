#!/bin/bash
# Routes of every kind: multipath, blackholes, prohibit, source hints, onlink, metrics, tables, and what route get says.
ip netns add r1; ip netns add r2
for i in 1 2; do ip link add e$i type veth peer name eth0 netns r$i; ip addr add 10.0.$i.1/24 dev e$i; ip link set e$i up; ip -n r$i addr add 10.0.$i.2/24 dev eth0; ip -n r$i link set eth0 up; ip -n r$i link set lo up; ip -n r$i addr add 8.8.8.8/32 dev lo; done
sleep 1.5
ip route add 8.8.8.0/24 nexthop via 10.0.1.2 weight 1 nexthop via 10.0.2.2 weight 3
ip route show 8.8.8.0/24
for t in blackhole unreachable prohibit throw; do ip route add $t 9.9.$((n++)).0/24; done
ip route; for d in 9.9.0.1 9.9.1.1 9.9.2.1 9.9.3.1; do ip route get $d; ping -c1 -W1 $d; done
ip route add 7.7.7.0/24 via 10.0.1.2 src 10.0.2.1 mtu 1200 advmss 1000 initcwnd 20 metric 50 proto static
ip route show proto static; ip route get 7.7.7.7; ip -d route show 7.7.7.0/24
ip route add 7.7.7.0/24 via 10.0.2.2 metric 40; ip route get 7.7.7.7 | head -1; ip route del 7.7.7.0/24; ip route show 7.7.7.0/24
ip route change 7.7.7.0/24 via 10.0.2.2 metric 50; ip route append 7.7.7.0/24 via 10.0.1.2 metric 50; ip route show 7.7.7.0/24; ip route flush 7.7.7.0/24
ip route add 6.6.6.0/24 via 6.6.6.1 dev e1 onlink; ip route add 6.6.7.0/24 via 6.6.7.1 dev e1; ip route show dev e1
ip link set e1 down; ip route; ip link set e1 up; ip route show 8.8.8.0/24
ip route add table 100 default via 10.0.2.2; ip rule add to 5.5.5.5 lookup 100; ip route get 5.5.5.5; ip route show table 100; ip rule add from all iif e1 blackhole; ip rule; ip rule del lookup 100; ip rule flush; ip rule
ip -j route show table main | jq -r '.[] | "\(.dst) \(.dev // "-") \(.scope // "-")"'
ip route replace default via 10.0.2.2; ip route get 1.1.1.1; ip -4 route show default; ip route del default; ip route get 1.1.1.1
ip route list match 9.9.1.1; ip route list root 9.9.0.0/16; ip route list exact 9.9.1.0/24
