#!/bin/bash
# A peer disappears without a word: keepalive finds out, a writer finds out by timeouts.
ip netns add s
ip link add c0 type veth peer name s0 netns s
ip addr add 10.0.0.1/24 dev c0; ip link set c0 up
ip -n s addr add 10.0.0.2/24 dev s0; ip -n s link set s0 up
sysctl -w net.ipv4.tcp_keepalive_time=2 net.ipv4.tcp_keepalive_intvl=1 net.ipv4.tcp_keepalive_probes=3
sleep 1.5
ip netns exec s socat -u TCP-LISTEN:80,reuseaddr,fork /dev/null & p=$!
sleep 0.5
( sleep 12 | socat - TCP:10.0.0.2:80,keepalive 2>&1 | sed 's/.*: //' ) & q=$!
sleep 0.5
ss -tno dst 10.0.0.2 | awk 'NR>1 {print $1, $NF}' | sed -E 's/keepalive,[0-9.]+m?s(ec)?/keepalive,T/'
ip -n s link set s0 down
sleep 3.2
ss -tno dst 10.0.0.2 | awk 'NR>1 {print $1, $NF}' | sed -E 's/keepalive,[0-9.]+m?s(ec)?/keepalive,T/'
wait $q; echo "client ended: $?"
ss -tn | wc -l
ip -n s link set s0 up
kill $p; wait $p 2>/dev/null
