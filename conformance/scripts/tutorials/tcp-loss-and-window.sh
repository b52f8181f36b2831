#!/bin/bash
# TCP under loss made with iptables: it arrives whole all the same, and the counters say why.
ip netns add s; ip link set lo up
ip link add c0 type veth peer name s0 netns s
ip addr add 10.0.0.1/24 dev c0; ip link set c0 up; ip -n s addr add 10.0.0.2/24 dev s0; ip -n s link set s0 up
ip netns exec s iptables -A INPUT -p tcp -m statistic --mode nth --every 20 --packet 10 -j DROP
sleep 1.5
head -c 300000 /dev/zero | tr '\0' a > /tmp/in
ip netns exec s timeout 15 nc -l -p 90 > /tmp/out & sleep 0.3
nc -N 10.0.0.2 90 < /tmp/in; wait
cmp /tmp/in /tmp/out && echo "whole: $(md5sum < /tmp/out | cut -c1-8)"
nstat -az TcpRetransSegs | awk 'NR>1 {print $1, ($2 > 0)}'
sysctl -w net.ipv4.tcp_congestion_control=reno; sysctl -w net.ipv4.tcp_congestion_control=nosuch
ip netns exec s timeout 5 nc -l -p 91 > /dev/null & sleep 0.3
( sleep 1.5 | nc -N 10.0.0.2 91 ) & sleep 0.5
ss -tin dst 10.0.0.2 | tail -1 | tr ' ' '\n' | grep -E '^(reno|cubic|wscale|mss:|pmtu:|advmss:|cwnd:|segs_out)' | sort
wait
ip netns exec s iptables -F; ip netns exec s iptables -A INPUT -p tcp --dport 92 -j DROP
time_it() { local t=$SECONDS; "$@"; echo "rc $? after about $((SECONDS - t)) s"; }
sysctl -qw net.ipv4.tcp_syn_retries=1
time_it nc -vz 10.0.0.2 92
time_it nc -vz -w 2 10.0.0.2 92
time_it curl -sS -m 2 http://10.0.0.2:92/ 2>&1 | sed 's/after [0-9]* m/after N m/'
