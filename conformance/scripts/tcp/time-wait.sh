# what is left of a connection that this side closed first, and what wakes, keeps or kills it
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
(trap 'kill $nc; exit' TERM; while :; do nc -nlN 10.0.0.1 5000 < /dev/null > /dev/null & nc=$!; wait $nc; done) &
server=$!
ip netns exec peer tcpdump -nnSi vr -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
# port of the sender, sequence number, acknowledgement, flags, window, options and payload
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 "$1" 1388 "$2" "$3" "$4" "$5" cccc 0000 $6
  sleep .2
}
isn() { awk -v port=$1 '$4 == "10.0.0.2." port ":" && /S\./ { match($0, /seq [0-9]+/); s = substr($0, RSTART + 4, RLENGTH - 4) } END { print s }' dump; }
left() { ss -tanH state time-wait state fin-wait-2 state fin-wait-1 | awk '{ print $1, $4, $5 }' | sort; }
# up to the end of the connection from a port: this side closes, then the other one
over() {
  segment $1 000003e8 00000000 5002 2000
  at=$(isn $((0x$1)))
  one=$(printf %08x $(((at + 1) & 0xffffffff)))
  two=$(printf %08x $(((at + 2) & 0xffffffff)))
  segment $1 000003e9 $one 5010 2000
  segment $1 000003e9 $two 5010 2000
}
echo "== closed by both"
over 9c42
segment 9c42 000003e9 $two 5011 2000
left
echo "== the last segment again; one of before; data behind the end"
segment 9c42 000003e9 $two 5011 2000
segment 9c42 000003e0 $two 5010 2000
sleep .6
segment 9c42 000003ea $two 5018 2000 "61 62"
left
echo "== a SYN with an older number, a newer one"
segment 9c42 000003e0 00000000 5002 2000
sleep .6
segment 9c42 00001000 00000000 5002 2000
left
segment 9c42 00001001 00000000 5004 2000
sleep .3
echo "== a reset kills it, unless RFC 1337 is followed"
over 9c43
segment 9c43 000003e9 $two 5011 2000
segment 9c43 000003ea 00000000 5004 2000
left
sysctl -qw net.ipv4.tcp_rfc1337=1
over 9c44
segment 9c44 000003e9 $two 5011 2000
segment 9c44 000003ea 00000000 5004 2000
left
echo "== half closed: the other side still sends, and is reset in the end"
over 9c45
left
segment 9c45 000003e9 $two 5018 2000 "61 62"
left
segment 9c45 000003eb 00000000 5004 2000
left
kill $dump
wait $dump
awk '/10.0.0.1.5000 >/ && /S\./ { match($0, /seq [0-9]+/); n = substr($0, RSTART + 4, RLENGTH - 4); isn[n] = "ISN" } { for (i in isn) for (k = 0; k < 9; k++) gsub(sprintf("%.0f", i + k), "ISN" (k ? "+" k : "")); print }' dump
kill $server
wait $server 2> /dev/null
nstat -asz TcpExtTW TcpExtTWRecycled TcpExtTWKilled TcpExtPAWSEstab TcpExtTCPACKSkippedTimeWait TcpExtTCPAbortOnData TcpEstabResets TcpOutRsts | awk '!/#/ { print $1, $2 }'
