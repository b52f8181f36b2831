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
# from port 40000 (9c40) to PORT: sequence number, acknowledgement, flags, window
segment() {
  ip netns exec peer inject vr 02:00:00:00:00:01 02:00:00:00:00:02 0800 45 00 0028 0000 4000 40 06 0000 10.0.0.2 10.0.0.1 "$1" "$2" "$3" "$4" "$5" "$6" 0000 0000
  sleep .3
}
segment 9c40 1389 00000064 00000000 5002 2000
segment 9c40 1389 00000064 00000032 5010 2000
segment 9c40 1389 00000064 00000032 5012 2000
segment 9c40 1389 00000064 00000000 5004 2000
segment 9c40 1389 00000064 00000000 5001 2000
segment 9c40 1389 00000064 00000000 5000 2000
segment 9c40 1388 00000064 00000032 5010 2000
segment 9c40 1388 00000064 00000000 5003 2000
segment 9c40 1388 00000064 00000000 5004 2000
segment 9c40 1388 00000064 00000000 5000 2000
segment 9c40 1389 00000064 00000000 4002 2000
kill $server $dump
wait 2>/dev/null
cat dump
awk '/^Tcp: [0-9]/ { print $11, $12, $13, $14, $15, $16 }' /proc/net/snmp
