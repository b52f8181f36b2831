# how connections fail: refused, unreachable, prohibited, timed out, reset, aborted
ip netns add left
ip netns add right
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns right
for n in left right; do ip -n $n link set lo up; done
ip -n left addr add 10.0.0.1/24 dev vl
ip -n right addr add 10.0.0.2/24 dev vr
ip -n left link set vl up
ip -n right link set vr up
ip -n left route add default via 10.0.0.2
ip -n right route add unreachable 10.1.0.0/24
ip -n right route add prohibit 10.2.0.0/24
ip -n right route add blackhole 10.3.0.0/24
ip netns exec right sysctl -qw net.ipv4.ip_forward=1
sleep 2
on() { ip netns exec left "$@" 2>&1 < /dev/null; echo "= $?"; }
clean() { sed -E 's/seq [0-9]+/seq ISN/; s/ack [0-9]{3,}/ack ISN/; s/TS val [0-9]+ ecr [0-9]+/TS val T ecr T/; s/10\.0\.0\.1\.[0-9]{5}/10.0.0.1.PORT/'; }
ip netns exec right tcpdump -nni vr -t --immediate-mode -l tcp or icmp 2>/dev/null > dump &
dump=$!
sleep 1
on nc -nv 10.0.0.2 5000
on nc -nv 10.1.0.1 5000
on nc -nv 10.2.0.1 5000
on nc -nvw 2 10.3.0.1 5000
on nc -nv 10.0.0.9 5000
echo "a listener that leaves what came unread resets"
ip netns exec right nc -dnlW 1 5000 > /dev/null &
sleep .5
(echo one; sleep 1; echo two; sleep .5; echo three) | ip netns exec left nc -n 10.0.0.2 5000
echo "= $?"
sleep .5
kill $dump
wait
clean < dump
for n in left right; do
  ip netns exec $n awk '/^Tcp: [0-9]/ { print $6, $7, $8, $9, $10, $14, $15 }' /proc/net/snmp
done
