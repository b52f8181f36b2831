#!/bin/bash
# What happens when nobody accepts: the backlog fills, SYNs are dropped, and what ss and nstat say of it.
set -u
ip link set lo up
cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/tcp_max_syn_backlog | wc -l
nc -l -k -p 7000 > /dev/null & srv=$!
sleep 0.5
ss -ltn
ss -ltn 'sport = :7000' | awk 'NR>1 {print $1, $2, $3, $4}'
kill -STOP $srv
for i in $(seq 1 4); do nc -w 3 127.0.0.1 7000 < /dev/null & done
sleep 1
ss -ltn 'sport = :7000' | awk 'NR>1 {print $1, $2, $3}'
ss -tan state syn-sent | awk 'NR>1 {print "waiting"}' | sort | uniq -c
ss -tan state established 'dport = :7000' | tail -n +2 | wc -l
nstat -az TcpExtListenOverflows TcpExtListenDrops | awk 'NR>1 {print $1, ($2>0)}'
kill -CONT $srv
sleep 2
ss -ltn 'sport = :7000' | awk 'NR>1 {print $1, $2, $3}'
kill $srv; wait
ss -tan | awk 'NR>1 {print $1}' | sort | uniq -c
