# more that knock than there is room for: cookies, the queue of requests, the queue of connections
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
nc -nlk 10.0.0.1 5000 > /dev/null &
server=$!
ip netns exec peer tcpdump -nnSi vr -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
# port of the sender, sequence number, acknowledgement, flags, window, options and payload
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 "$1" 1388 "$2" "$3" "$4" "$5" cccc 0000 $6
}
isn() { awk -v port=$1 '$4 == "10.0.0.2." port ":" && /S\./ { match($0, /seq [0-9]+/); s = substr($0, RSTART + 4, RLENGTH - 4) } END { print s }' dump; }
knock() { for i in $(seq $1 $2); do segment $(printf %04x $((40000 + i))) 00000064 00000000 ${3:-6002} 2000 "${4-02 04 05 b4}"; done; }
show() {
  sleep .3
  echo "$(awk '/S\./ { print $4 }' dump | sort -u | wc -l) SYN-ACKs, $(ss -tanH state syn-recv | wc -l) requests, $(ss -tanH state established | wc -l) connections"
  nstat -asz TcpExtSyncookiesSent TcpExtSyncookiesRecv TcpExtSyncookiesFailed TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDoCookies TcpExtTCPReqQFullDrop | awk '!/#/ { print $1, $2 }'
}
echo "== always cookies"
sysctl -qw net.ipv4.tcp_syncookies=2
knock 1 5
show
at=$(isn 40003)
# the right answer, a wrong one, the right one of another port
segment 9c43 00000065 $(printf %08x $(((at + 1) & 0xffffffff))) 5010 2000
segment 9c44 00000065 $(printf %08x $(((at + 1) & 0xffffffff))) 5010 2000
segment 9c42 00000065 00003333 5010 2000
show
echo "== when there is no room, with cookies and without"
sysctl -qw net.ipv4.tcp_syncookies=1
knock 11 16
show
sysctl -qw net.ipv4.tcp_syncookies=0
knock 21 26
show
kill $dump
wait $dump
kill $server
wait $server 2> /dev/null
