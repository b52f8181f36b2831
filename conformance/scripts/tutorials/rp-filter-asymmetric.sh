#!/bin/bash
# Asymmetric routing and rp_filter: a host with two links, answers that leave by the other one.
set -e
ip netns add server; ip netns add r1; ip netns add r2; ip netns add client
ln() { ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"; ip -n $1 link set $2 up; ip -n $3 link set $4 up; }
ln client c1 r1 r1c; ln client c2 r2 r2c; ln r1 r1s server s1; ln r2 r2s server s2
ip -n client addr add 10.0.1.2/24 dev c1; ip -n r1 addr add 10.0.1.1/24 dev r1c
ip -n client addr add 10.0.2.2/24 dev c2; ip -n r2 addr add 10.0.2.1/24 dev r2c
ip -n r1 addr add 10.1.1.1/24 dev r1s; ip -n server addr add 10.1.1.2/24 dev s1
ip -n r2 addr add 10.1.2.1/24 dev r2s; ip -n server addr add 10.1.2.2/24 dev s2
for r in r1 r2; do ip netns exec $r sysctl -qw net.ipv4.ip_forward=1; done
ip -n client route add 10.1.1.0/24 via 10.0.1.1
ip -n server route add 10.0.1.0/24 via 10.1.2.1 
ip -n r2 route add 10.0.1.0/24 via 10.0.2.2
ip netns exec client sysctl -qw net.ipv4.ip_forward=1
sleep 1.5
for mode in 0 1 2; do
  ip netns exec server sysctl -w net.ipv4.conf.all.rp_filter=$mode net.ipv4.conf.s1.rp_filter=$mode
  ip netns exec client ping -c 2 -i 0.2 -W 1 -q 10.1.1.2 | sed -n '4p' || true
  ip netns exec server ip route get 10.1.1.2 from 10.0.1.2 iif s1 || echo "rc $?"
done
ip netns exec server nstat -az TcpExtIPReversePathFilter | awk 'NR==2 {print $1, ($2 > 0 ? "counted" : "none")}'
ip netns exec server sysctl -qw net.ipv4.conf.all.rp_filter=1
ip netns exec server sysctl -w net.ipv4.conf.all.log_martians=1
ip netns exec client ping -c 1 -W 1 -q 10.1.1.2 | sed -n '4p'
echo "# mended with a table of its own"
ip -n server rule add from 10.1.1.2 table 101
ip -n server rule add from 10.1.2.2 lookup 102 prio 100
ip -n server route add default via 10.1.1.1 dev s1 table 101
ip -n server route add default via 10.1.2.1 dev s2 table 102
ip -n server rule
ip netns exec client ping -c 1 -W 1 -q 10.1.1.2 | sed -n '4p'
ip -n server route get 10.0.1.2 from 10.1.1.2
ip -n server route get 10.0.1.2 from 10.1.2.2
ip -n server route get 10.0.1.2
ip -n server route show table all | grep -v -e ^broadcast -e ^local -e fe80 -e ff00 -e ^multicast
ip netns exec client traceroute -n -q 1 10.1.1.2 | awk 'NR>1 {print $1,$2}'
