#!/bin/bash
# ARP as a lesson: gratuitous ARP, proxies, filters, duplicates, failed entries, announcements of moves.
set -e
ip netns add a1; ip netns add a2; ip link add br0 type bridge; ip link set br0 up
for i in 1 2; do ip link add v$i type veth peer name eth0 address 02:00:00:00:00:0$i netns a$i; ip link set v$i master br0 up; ip -n a$i addr add 10.0.0.$i/24 dev eth0; ip -n a$i link set eth0 up; done
ip addr add 10.0.0.254/24 dev br0
sleep 1.5
A="ip netns exec a1"
$A ip neigh; $A ping -c1 -q 10.0.0.2 >/dev/null; $A ip neigh
$A ip -s neigh | sed -E 's/used [0-9/]+/used T/'
$A arp -n | awk '{print $1,$2,$3,$NF}'; $A cat /proc/net/arp | awk '{print $1,$3,$4}'
$A ping -c1 -W1 10.0.0.77 | sed -n 2p || true; $A ip neigh show nud failed; $A ip neigh show nud all 10.0.0.77
$A arping -c 2 -I eth0 10.0.0.2 | sed -E 's/[0-9.]+ms/T/' 
$A arping -c 1 -w 1 -I eth0 10.0.0.88 || echo "rc $?"
$A arping -D -c 1 -w 1 -I eth0 10.0.0.2; echo "DAD: $?"
$A arping -D -c 1 -w 1 -I eth0 10.0.0.9; echo "DAD: $?"
ip -n a2 addr add 10.0.0.9/24 dev eth0; ip netns exec a2 arping -U -c 1 -I eth0 10.0.0.9 | head -1
$A ip neigh show 10.0.0.9
$A sysctl -qw net.ipv4.conf.eth0.arp_accept=1
ip netns exec a2 arping -U -c 1 -I eth0 10.0.0.9 >/dev/null; $A ip neigh show 10.0.0.9
ip netns exec a2 sysctl -qw net.ipv4.conf.eth0.arp_ignore=8; $A ip neigh flush all; $A ping -c1 -W1 -q 10.0.0.2 | grep loss || true
ip netns exec a2 sysctl -qw net.ipv4.conf.eth0.arp_ignore=0
$A ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
$A ping -c1 -W1 -q 10.0.0.2 | grep loss || true
$A ip neigh del 10.0.0.2 dev eth0; $A ping -c1 -W1 -q 10.0.0.2 | grep loss
ip -n a2 link set eth0 address 02:00:00:00:00:22; $A ip neigh show 10.0.0.2 | sed 's/\(REACHABLE\|STALE\|DELAY\|PROBE\)/STATE/'
$A ping -c1 -W1 -q 10.0.0.2 | grep loss || true
ip netns exec a2 arping -A -c 1 -I eth0 10.0.0.2 >/dev/null; $A ip neigh show 10.0.0.2 | sed 's/\(REACHABLE\|STALE\|DELAY\|PROBE\)/STATE/'
$A ip link set eth0 arp off; $A ip -br link show eth0 | awk '{print $4}'; $A ip neigh
bridge fdb show br br0 dev v2 | grep -v -e 33:33 -e permanent -e 01:00
