# a connection on which nothing is said is asked for now and then; one that does not answer ends
ip netns add left
ip netns add right
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns right
for n in left right; do ip -n $n link set lo up; done
ip -n left addr add 10.0.0.1/24 dev vl
ip -n right addr add 10.0.0.2/24 dev vr
ip -n left link set vl up
ip -n right link set vr up
ip -n left neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev vl
ip -n right neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev vr
sleep 2
ip netns exec right nc -nl 5000 > /dev/null &
server=$!
sleep .5
ip netns exec left tcpdump -nni vl -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
ip netns exec left socat -u TCP:10.0.0.2:5000,keepalive,keepidle=2,keepintvl=1,keepcnt=2 STDOUT 2> told &
client=$!
sleep 5.5
echo "== asked and answered"
ip netns exec left ss -tnoH | awk '{ sub(/,.*,/, ",TIME,", $6); print $1, $2, $3, $4 == "" ? "" : "x", $6 }' | head -1
ip -n right route add blackhole 10.0.0.1/32
ip netns exec right sysctl -qw net.ipv4.conf.all.rp_filter=1
wait $client
echo "socat $?: $(sed "s/.*socat\[[0-9]*\]//; s/0x[0-9a-f]*/BUFFER/" told)"
kill $dump
wait $dump
awk '{ sub(/10.0.0.1.[0-9]+/, "10.0.0.1.PORT"); sub(/seq [0-9][0-9][0-9][0-9]+/, "seq ISN"); sub(/ack [0-9][0-9][0-9][0-9]+/, "ack ISN"); sub(/val [0-9]+ ecr [0-9]+/, "val V ecr E"); print }' dump
kill $server
wait $server 2> /dev/null
ip netns exec left nstat -asz TcpExtTCPKeepAlive TcpExtTCPAbortOnTimeout TcpExtTCPTimeouts | awk '!/#/ { print $1, $2 }'
