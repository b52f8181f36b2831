# a connection from its first segment to its last, seen by tcpdump
ip netns add left
ip netns add right
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns right
for n in left right; do ip -n $n link set lo up; done
ip -n left addr add 10.0.0.1/24 dev vl
ip -n right addr add 10.0.0.2/24 dev vr
ip -n left link set vl up
ip -n right link set vr up
sleep 2
# sequence numbers of the beginning and time stamps are random
clean() { sed -E 's/seq [0-9]+, win/seq ISN, win/; s/seq [0-9]+, ack [0-9]+, win/seq ISN, ack ISN, win/; s/TS val [0-9]+ ecr 0/TS val T ecr 0/; s/TS val [0-9]+ ecr [0-9]+/TS val T ecr T/; s/10\.0\.0\.1\.[0-9]{5}/10.0.0.1.PORT/'; }
ip netns exec right tcpdump -ni vr -t --immediate-mode -l tcp 2>/dev/null > dump &
sleep 1
ip netns exec right nc -nl 5000 &
sleep 0.5
(sleep 0.5; echo hello; sleep 0.5) | ip netns exec left nc -nvN 10.0.0.2 5000
sleep 0.5
echo "refused:"
ip netns exec left nc -nv 10.0.0.2 5001
sleep 0.5
kill %1
wait
clean < dump
