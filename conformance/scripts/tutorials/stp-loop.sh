#!/bin/bash
# Three switches in a ring: a storm without STP, a tree with it, and what happens when a link fails.
set -e
for i in 1 2 3; do ip link add sw$i address 02:00:00:00:00:0$i type bridge; done
cable() { ip link add $1 type veth peer name $2; ip link set $1 master ${1%p*}; ip link set $2 master ${2%p*}; }
cable sw1p2 sw2p1; cable sw2p3 sw3p2; cable sw3p1 sw1p3
for i in 1 2 3; do ip link set sw$i type bridge stp_state 1 forward_delay 400 hello_time 100 max_age 600; done
ip link set sw1 type bridge priority 4096
bridge link set dev sw3p1 cost 50
for n in h1 h2; do ip netns add $n; ip link add $n type veth peer name eth0 netns $n; ip -n $n addr add 10.0.0.${n#h}/24 dev eth0; ip -n $n link set eth0 up; done
ip link set h1 master sw2; ip link set h2 master sw3
for p in sw1p2 sw1p3 sw2p1 sw2p3 sw3p1 sw3p2 h1 h2 sw1 sw2 sw3; do ip link set $p up; done
states() { for p in sw1p2 sw1p3 sw2p1 sw2p3 sw3p1 sw3p2 h1 h2; do printf '%s=%s ' $p $(bridge -j link show dev $p | jq -r '.[0].state'); done; echo; }
sleep 1; states
sleep 11; states
brctl showstp sw3 | grep -E 'designated root|root port|path cost|^sw3|state' | head -12
for i in 1 2 3; do ip -d -j link show sw$i | jq -c '.[0].linkinfo.info_data | {stp_state, root_id, root_path_cost, topology_change}'; done
ip netns exec h1 ping -c 2 -i 0.2 -q 10.0.0.2 | grep received
echo "# the link of the tree is cut"
t0=$SECONDS
ip link set sw2p1 down
until ip netns exec h1 ping -c1 -W1 -q 10.0.0.2 >/dev/null; do sleep 0.5; [ $((SECONDS - t0)) -lt 25 ] || { echo never; break; }; done
sleep 3; states
cat /sys/class/net/sw2/bridge/root_port /sys/class/net/sw2/bridge/root_path_cost /sys/class/net/sw2/bridge/root_id
