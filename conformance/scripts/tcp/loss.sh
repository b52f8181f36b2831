# what is lost goes again: a SYN that nobody answers, data over a cable that is pulled for a while
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
ip -n left neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev vl
sleep 2
# by the second in which it was sent
ip netns exec left tcpdump -nnttti vl --immediate-mode -l 'tcp[tcpflags] & tcp-syn != 0' 2>/dev/null > syn &
dump=$!
sleep 1
ip netns exec left nc -nvw 7 10.0.0.3 5000
kill $dump
wait $dump
awk '{ split($1, t, "[:.]"); print t[3] + (t[4] > 500000), $7 }' syn
ip netns exec right nc -nlN 5000 > got &
server=$!
sleep .5
(echo before; sleep 1; echo one; sleep 3; echo two; sleep 1) | ip netns exec left nc -nN 10.0.0.2 5000 &
sleep .7
# the filter of the other end's routes drops what comes: it has no way back, and reverse paths are checked
ip netns exec right sysctl -qw net.ipv4.conf.all.rp_filter=1
ip -n right route add blackhole 10.0.0.1/32
sleep 2
ip -n right route del blackhole 10.0.0.1/32
wait $server
cat got
ip netns exec left awk '/^Tcp: [0-9]/ { print ($13 > 0) }' /proc/net/snmp
