#!/bin/sh
# The shell of /bin/sh tutorials: unshare, nsenter, lsns-like listings, PIDs, persistent namespaces by bind mounts.
unshare --net sh -c 'ip -br link; ip link set lo up; ping -c1 -q 127.0.0.1 | grep received'
unshare -n sleep 30 &
pid=$!
sleep 0.5
ip link add veth0 type veth peer name veth1
ip link set veth1 netns $pid
nsenter -t $pid -n ip -br link | awk '{print $1,$2}'
nsenter --target $pid --net ip addr add 10.0.0.2/24 dev veth1
nsenter --target $pid --net ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up
sleep 1.5
ping -c1 -q 10.0.0.2 | grep received
ip netns attach frompid $pid && ip netns list && ip netns identify $pid && ip netns pids frompid | grep -c "^$pid$"
kill $pid; wait $pid 2>/dev/null
ip netns exec frompid ip -br addr show veth1 | awk '{print $1, $3}'
test "$(readlink /proc/self/ns/net)" = "$(ip netns exec frompid readlink /proc/self/ns/net)" && echo same || echo different
ip netns exec frompid stat -L -c %i /proc/self/ns/net | grep -c '^[0-9]*$'
mkdir -p /run/netns; touch /run/netns/byhand; unshare --net=/run/netns/byhand true
ip netns; nsenter --net=/run/netns/byhand ip -br link
umount /run/netns/byhand; rm /run/netns/byhand; ip netns del frompid; sleep 0.3; ip netns; ip -br link | awk '{print $1}'
ip netns add x; ip netns set x 10; ip netns list-id | head -1; ip -all netns exec ip -br link; ip netns del x
i=0; while [ $i -lt 3 ]; do ip netns add ns$i; i=$((i+1)); done; ip -all netns del; ip netns | wc -l
ip netns add ../evil; ip netns add a/b; ip netns add ''; ip netns exec; echo $?
