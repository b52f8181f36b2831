# A ping in the background that is stopped, and one that is waited for.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a ping -i 0.2 10.0.0.2 > log & pid=$!
sleep 0.7
kill -INT $pid; wait $pid; echo $?
grep -c ttl log; grep loss log
ip netns exec a ping -q -c 2 -i 0.2 10.0.0.2 > q1 & ip netns exec b ping -q -c 2 -i 0.2 10.0.0.1 > q2 &
wait; cat q1 q2 | grep -v rtt
for i in 1 2 3; do ip netns exec a ping -q -c 1 -W 0.2 10.0.0.$i >/dev/null && echo $i up || echo $i down; done
until ip netns exec a ping -q -c 1 -W 1 10.0.0.2 >/dev/null; do sleep 0.1; done; echo reached
