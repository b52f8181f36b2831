# a peer that takes nothing for a while: probes that come later and later, and small windows that are not used
ip netns add peer
ip link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns peer
ethtool -K vl tso off gso off > /dev/null
ip link set lo up
ip addr add 10.0.0.1/24 dev vl
ip link set vl up
ip -n peer link set vr up
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev vl
ip netns exec peer sysctl -qw net.ipv6.conf.vr.disable_ipv6=1
sysctl -qw net.ipv6.conf.vl.disable_ipv6=1
sleep 2
head -c 20000 /dev/zero | nc -nlN 10.0.0.1 5000 &
server=$!
ip netns exec peer tcpdump -nnSi vr -ttt --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
# port of the sender, sequence number, acknowledgement, flags, window, options and payload
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 "$1" 1388 "$2" "$3" "$4" "$5" cccc 0000 $6
  sleep .2
}
isn() { awk -v port=$1 '$4 == "10.0.0.2." port ":" && /S\./ { match($0, /seq [0-9]+/); s = substr($0, RSTART + 4, RLENGTH - 4) } END { print s }' dump; }
# since when, in tenths of a second, and what of the data
show() {
  awk -v skip=$seen '/10.0.0.1.5000 >/ { split($1, t, ":"); print }' dump | awk -v skip=$seen 'NR > skip { split($1, t, ":"); s = t[1] * 3600 + t[2] * 60 + t[3]; match($0, /(seq|ack) [0-9:]+/); n = split(substr($0, RSTART + 4, RLENGTH - 4), q, ":"); print int((s + .05) * 10) / 10, $0 ~ /seq/ ? "seq " q[1] - base : "probe", $NF }' base=$((at + 1))
  seen=$(grep -c '10.0.0.1.5000 >' dump)
}
seen=1
segment 9c40 000003e8 00000000 6002 1000 "02 04 03 e8"
at=$(isn 40000)
ack() { segment 9c40 000003e9 $(printf %08x $(((at + 1 + $1) & 0xffffffff))) 5010 $2; }
ack 0 07d0
ack 2000 0000
sleep 6
echo "== nothing but probes"
awk '/10.0.0.1.5000 >/ { n++ } END { print n }' dump
echo "== a window of a byte, of less than a segment, of more than one"
ack 2000 0001
sleep 1
ack 2000 01f4
sleep 1
ack 2000 05dc
sleep 1
kill $dump
wait $dump
awk '/10.0.0.1.5000 >/ { match($0, /seq [0-9]+:[0-9]+/); if (RLENGTH > 0) { split(substr($0, RSTART + 4, RLENGTH - 4), q, ":"); print q[1] - base, q[2] - base } else print "none", $NF }' base=$((at + 1)) dump
kill $server
wait $server 2> /dev/null
nstat -asz TcpExtTCPWantZeroWindowAdv TcpExtTCPFromZeroWindowAdv TcpExtTCPToZeroWindowAdv TcpExtTCPZeroWindowDrop TcpExtTCPWinProbe TcpExtTCPKeepAlive | awk '!/#/ { print $1, $2 }'
