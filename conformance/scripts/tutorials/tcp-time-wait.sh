#!/bin/bash
# TIME-WAIT: which side has it, how long, and why a server can not be started again without SO_REUSEADDR.
ip netns add s; ip link set lo up; ip -n s link set lo up
ip link add c0 type veth peer name s0 netns s
ip addr add 10.0.0.1/24 dev c0; ip link set c0 up
ip -n s addr add 10.0.0.2/24 dev s0; ip -n s link set s0 up
sleep 1.5
S="ip netns exec s"
$S nc -lk -p 80 >/dev/null & p=$!
sleep 0.3
for i in 1 2 3; do echo hello | nc -N -p 4000$i 10.0.0.2 80; done
sleep 0.3
echo client; ss -tan -o | sort | sed -E 's/timewait,[0-9]+sec/timewait,Nsec/'
echo server; $S ss -tan
nc -p 40001 -w 1 -z 10.0.0.2 80; echo "the same port again: $?"
kill $p; wait $p 2>/dev/null
echo "# the server closes first"
timeout 3 $S nc -l -p 80 -q 0 < /dev/null > /dev/null & p=$!
sleep 0.3
timeout 2 nc -p 40009 10.0.0.2 80 < /dev/null; wait $p
$S ss -tan state time-wait | cat
timeout 2 $S nc -v -l -p 80 < /dev/null; echo "listen: $?"
sysctl net.ipv4.tcp_fin_timeout net.ipv4.tcp_tw_reuse
