# nobody answers any more: a probe, time-outs that double, and slow start from one segment when the peer is back
ip netns add peer
ip link add vl address 02:00:00:00:00:01 type veth peer name vr address 02:00:00:00:00:02 netns peer
ethtool -K vl tso off gso off > /dev/null
ip link set lo up
ip addr add 10.0.0.1/24 dev vl
ip link set vl up
ip -n peer link set vr up
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev vl
ip route change 10.0.0.0/24 dev vl src 10.0.0.1 congctl cubic
ip netns exec peer sysctl -qw net.ipv6.conf.vr.disable_ipv6=1
sysctl -qw net.ipv6.conf.vl.disable_ipv6=1
sleep 2
head -c 200000 /dev/zero | nc -nlN 10.0.0.1 5000 &
server=$!
ip netns exec peer tcpdump -nnSi vr -t --immediate-mode -l tcp 2>/dev/null > dump &
dump=$!
sleep 1
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0000 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 9c40 1388 "$1" "$2" "$3" "$4" cccc 0000 $5
}
# what is done takes longer on one machine than on another: each step begins half a second after the one before
began=$(($(date +%s%N) / 1000000))
step() {
  began=$((began + ${1:-500}))
  sleep $(awk -v ms=$((began - $(date +%s%N) / 1000000)) 'BEGIN { print (ms > 0 ? ms / 1000 : 0) }')
}
segment 000003e8 00000000 7002 ffff "02 04 03 e8 01 01 04 02"
step
isn=$(awk '/S\./ { match($0, /seq [0-9]+/); print substr($0, RSTART + 4, RLENGTH - 4); exit }' dump)
# acknowledges so many segments of 1000 bytes, and tells that those from one number to another are there, too
ack() {
  case $# in
    1) segment 000003e9 $(printf %08x $(((isn + 1 + $1 * 1000) & 0xffffffff))) 5010 ffff ;;
    *) segment 000003e9 $(printf %08x $(((isn + 1 + $1 * 1000) & 0xffffffff))) 8010 ffff "01 01 05 0a $(printf '%08x %08x' $(((isn + 1 + $2 * 1000) & 0xffffffff)) $(((isn + 1 + $3 * 1000) & 0xffffffff)))" ;;
  esac
  step ${pause:-500}
  echo "ack $*: $(awk -v isn=$isn '/seq/ && /length [1-9]/ { match($0, /seq [0-9]+/); s = substr($0, RSTART + 4, RLENGTH - 4) - isn - 1; if (s < 0) s += 4294967296; print s / 1000 }' dump | tail -n +$((seen + 1)) | tr '\n' ' ')"
  seen=$(grep -c 'length [1-9]' dump)
}
seen=0
# the shortest round trip is clearly shorter than all others
pause=300 ack 0
ack 2
step 7000
ack 3
ack 5
ack 8
ack 11
ack 14
nstat -asz TcpRetransSegs TcpExtTCPFastRetrans TcpExtTCPSlowStartRetrans TcpExtTCPTimeouts TcpExtTCPLossProbes TcpExtTCPSackRecovery TcpExtTCPRenoRecovery TcpExtTCPSpuriousRTOs TcpExtTCPLossUndo TcpExtTCPFullUndo TcpExtTCPDSACKUndo TcpExtTCPPartialUndo TcpExtTCPSACKReorder TcpExtTCPTSReorder TcpExtTCPSACKReneging TcpExtTCPLostRetransmit TcpExtTCPDSACKRecv | awk '!/#/ { print $1, $2 }'
kill $dump
wait $dump
kill $server
wait $server 2> /dev/null
