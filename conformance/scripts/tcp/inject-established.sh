# segments out of order, twice, out of the window and with strange flags, for a connection
ip netns add peer
ip link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns peer
ip link set lo up
ip addr add 10.0.0.1/24 dev vl
ip link set vl up
ip -n peer link set vr up
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev vl
ip netns exec peer sysctl -qw net.ipv6.conf.vr.disable_ipv6=1
sysctl -qw net.ipv6.conf.vl.disable_ipv6=1
sleep 2
mkfifo hold
nc -nlk 10.0.0.1 5000 < hold > got &
server=$!
exec 3> hold
ip netns exec peer tcpdump -nnSi vr -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 9c40 1388 "$1" "$2" "$3" "$4" cccc 0000 $5
  sleep .2
}
segment 000003e8 00000000 7002 2000 "02 04 05 b4 01 01 04 02"
sleep .3
isn=$(awk '/S\./ { match($0, /seq [0-9]+/); print substr($0, RSTART + 4, RLENGTH - 4); exit }' dump)
ack=$(printf %08x $(((isn + 1) & 0xffffffff)))
future=$(printf %08x $(((isn + 5000) & 0xffffffff)))
past=$(printf %08x $(((isn - 5000) & 0xffffffff)))
echo "== handshake, data in order"
segment 000003e9 $ack 5010 2000
segment 000003e9 $ack 5018 2000 "61 62 63 0a"
echo "== twice"
segment 000003e9 $ack 5018 2000 "61 62 63 0a"
echo "== a gap of four bytes, another one, and both filled"
segment 000003f1 $ack 5018 2000 "69 6a 6b 0a"
segment 000003f9 $ack 5018 2000 "71 72 73 0a"
segment 000003ed $ack 5018 2000 "65 66 67 0a"
segment 000003f5 $ack 5018 2000 "6d 6e 6f 0a"
echo "== acknowledgements of what was not sent, and of long ago"
segment 000003fd $future 5010 2000
sleep .6
segment 000003fd $past 5010 2000
sleep .6
echo "== a SYN and a reset that do not fit"
segment 000003fd 00000000 5002 2000
sleep .6
segment 00000400 00000000 5004 2000
sleep .6
echo "== behind the window"
segment 10000000 $ack 5018 2000 "78 78"
sleep .6
echo "== the end"
segment 000003fd $ack 5011 2000
echo "== a reset after it"
segment 000003fe 00000000 5004 2000
kill $dump
wait $dump
awk -v isn=$isn 'BEGIN { one = sprintf("%.0f", isn + 1); two = sprintf("%.0f", isn + 2) } { gsub(two, "ISN+2"); gsub(one, "ISN+1"); gsub(isn, "ISN"); gsub(sprintf("%.0f", isn + 5000), "FUTURE"); gsub(sprintf("%.0f", isn - 5000), "PAST"); print }' dump
cat got
exec 3>&-
kill $server
wait $server 2> /dev/null
nstat -asz TcpEstabResets TcpExtTCPChallengeACK TcpExtTCPSYNChallenge TcpExtTCPOFOQueue TcpExtTCPDSACKOldSent TcpExtDelayedACKLost TcpExtTCPACKSkippedSeq TcpExtTCPACKSkippedChallenge | awk '!/#/ { print $1, $2 }'
