# data both ways, half-closed, and what both ends then show; IPv6 beside IPv4
ip netns add left
ip netns add right
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns right
for n in left right; do ip -n $n link set lo up; done
ip -n left addr add 10.0.0.1/24 dev vl
ip -n right addr add 10.0.0.2/24 dev vr
ip -n left addr add fd00::1/64 dev vl nodad
ip -n right addr add fd00::2/64 dev vr nodad
ip -n left link set vl up
ip -n right link set vr up
sleep 2
clean() { sed -E 's/seq [0-9]+, win/seq ISN, win/; s/seq [0-9]+, ack [0-9]{4,}/seq ISN, ack ISN/; s/TS val [0-9]+ ecr 0/TS val T ecr 0/; s/TS val [0-9]+ ecr [0-9]+/TS val T ecr T/; s/(10\.0\.0\.1|fd00::1)\.[0-9]{5}/\1.PORT/; s/flowlabel 0x[0-9a-f]+/flowlabel L/'; }
ip netns exec right tcpdump -nni vr -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
echo "== IPv4: question and answer"
(sleep 1; echo answer; sleep 1) | ip netns exec right nc -nlN 5000 &
server=$!
sleep 0.5
(sleep 0.2; echo question; sleep 2) | ip netns exec left nc -nN 10.0.0.2 5000
wait $server
sleep 0.5
echo "== IPv6"
(sleep 1; echo answer; sleep 1) | ip netns exec right nc -6nlN 5000 &
server=$!
sleep 0.5
(sleep 0.2; echo question; sleep 2) | ip netns exec left nc -nN fd00::2 5000
wait $server
sleep 0.5
kill $dump
wait
clean < dump
echo "== TIME-WAIT on the side that closed first"
for n in left right; do
  ip netns exec $n awk 'NR > 1 { print $4, $2 ~ /:1388$/, $3 ~ /:1388$/ }' /proc/net/tcp /proc/net/tcp6
  ip netns exec $n awk '/^Tcp: [0-9]/ { print $6, $7, $8, $9, $10, $13, $14, $15 }' /proc/net/snmp
done
