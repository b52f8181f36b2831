# segments that nobody expects: what is answered, and with which numbers
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
# from port 40000 (9c40) to a port: sequence number, acknowledgement, flags, window, payload and options
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 9c40 "$1" "$2" "$3" "$4" "$5" cccc 0000 $6
  sleep .2
}
echo "== to a port where nobody listens"
segment 1389 00000064 00000000 5002 2000
segment 1389 00000064 00000032 5010 2000
segment 1389 00000064 00000032 5012 2000
segment 1389 00000064 00000000 5004 2000
segment 1389 00000064 00000000 5001 2000
segment 1389 00000064 00000000 5000 2000
segment 1389 00000064 00000000 4002 2000
segment 1389 00000064 00000000 5002 2000 "68 69"
echo "== to a listener"
segment 1388 00000064 00000032 5010 2000
segment 1388 00000064 00000032 5011 2000
segment 1388 00000064 00000000 5003 2000
segment 1388 00000064 00000000 5004 2000
segment 1388 00000064 00000000 5000 2000
echo "== SYN twice, then a wrong acknowledgement, then a reset out of the window and one in it"
segment 1388 00000064 00000000 5002 2000
segment 1388 00000064 00000000 5002 2000
segment 1388 00000065 00000032 5010 2000
segment 1388 00f00000 00000000 5004 2000
segment 1388 00000065 00000000 5004 2000
kill $dump
wait $dump
# what this host draws at random is its sequence numbers
awk '/10.0.0.1.5000 >/ && /S\./ { match($0, /seq [0-9]+/); isn[substr($0, RSTART + 4, RLENGTH - 4)] = 1 } { for (i in isn) gsub(i, "ISN"); print }' dump
kill $server
wait $server 2> /dev/null
awk '/^Tcp: [0-9]/ { print $7, $8, $9, $11, $12, $13, $14, $15, $16 }' /proc/net/snmp
nstat -asz TcpExtEmbryonicRsts TcpExtTCPSynRetrans TcpExtTCPChallengeACK TcpExtTCPACKSkippedSynRecv | awk '!/#/ { print $1, $2 }'
