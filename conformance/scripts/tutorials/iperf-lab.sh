#!/bin/bash
# iperf3 through a router, in JSON and text: what a script takes out of it.
set -e
for n in c r s; do ip netns add $n; ip -n $n link set lo up; done
ip link add eth0 netns c type veth peer name rc netns r; ip link add rs netns r type veth peer name eth0 netns s
ip -n c addr add 10.0.1.2/24 dev eth0; ip -n r addr add 10.0.1.1/24 dev rc; ip -n r addr add 10.0.2.1/24 dev rs; ip -n s addr add 10.0.2.2/24 dev eth0
for x in "c eth0" "r rc" "r rs" "s eth0"; do set -- $x; ip -n $1 link set $2 up; done
ip -n c route add default via 10.0.1.1; ip -n s route add default via 10.0.2.1; ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip netns exec s iperf3 -s -D --pidfile /tmp/pid --logfile /tmp/slog
sleep 1.5
C="ip netns exec c iperf3 -c 10.0.2.2"
$C -n 10M -J > /tmp/j
jq -r '[.start.test_start.protocol, .start.test_start.bytes, .start.connected[0].remote_port] | @tsv' /tmp/j
jq '.end.sum_received.bits_per_second > 1000000' /tmp/j
$C -u -b 1M -l 1000 -t 1 -J | jq -c '[.start.test_start.protocol, .end.sum.packets >= 124, .end.sum.lost_packets]'
$C -n 1M -R | grep -cE 'sender|receiver'
$C -n 1M -P 3 | grep -c SUM
$C -n 1M -B 10.0.1.2 --cport 5555 | grep -o 'local 10.0.1.2 port 5555'
ip netns exec c iperf3 -c 10.0.2.99 --connect-timeout 500 -t 1 || echo "rc $?"
ip netns exec c iperf3 -c 10.0.2.2 -p 9 || echo "rc $?"
ip netns exec c iperf3 -c 10.0.2.2 -t 100000 || echo "rc $?"
ip netns exec r iptables -A FORWARD -p tcp --dport 5201 -j REJECT --reject-with tcp-reset
$C -t 1 || echo "rc $?"
kill $(tr -d '\0' < /tmp/pid); sleep 0.2
grep -c 'Accepted connection' /tmp/slog
