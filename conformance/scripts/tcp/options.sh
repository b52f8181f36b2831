# SYNs with options that are cut off, too long, doubled or make no sense: what the SYN-ACK offers
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
  sleep .2
}
isn() { awk -v port=$1 '$4 == "10.0.0.2." port ":" && /S\./ { match($0, /seq [0-9]+/); s = substr($0, RSTART + 4, RLENGTH - 4) } END { print s }' dump; }
port=40000
try() {
  port=$((port + 1))
  segment $(printf %04x $port) 00000064 00000000 "$1" 2000 "$2"
  segment $(printf %04x $port) 00000065 00000000 5004 2000
}
try 5002 ""
# none, and a length of 0, 1, more than there is
try 6002 "02 00 05 b4"
try 6002 "02 01 05 b4"
try 6002 "02 05 05 b4"
try 6002 "02 03 05 01"
# segment sizes: 0, 1, 87, 65535, twice
try 6002 "02 04 00 00"
try 6002 "02 04 00 01"
try 6002 "02 04 00 57"
try 6002 "02 04 ff ff"
try 7002 "02 04 05 b4 02 04 02 00"
# scales of 14, 15, 255, of a wrong length, twice
try 7002 "02 04 05 b4 03 03 0e 01"
try 7002 "02 04 05 b4 03 03 0f 01"
try 7002 "02 04 05 b4 03 03 ff 01"
try 7002 "02 04 05 b4 03 04 02 01"
try 7002 "03 03 02 01 03 03 07 01"
# SACK permitted with a length of 3, blocks in a SYN
try 7002 "02 04 05 b4 04 03 01 01"
try 8002 "04 02 01 01 05 0a 00000001 00000002"
# time stamps: right, of a wrong length, without anything else, 0
try a002 "02 04 05 b4 04 02 08 0a 00000007 00000000 01 03 03 07"
try a002 "02 04 05 b4 04 02 08 09 00000007 000000 01 01 03 03 07"
try 8002 "08 0a 00000007 00000009 01 01"
try 8002 "08 0a 00000000 00000000 00 00"
# what comes behind the end of the options; kinds that nobody knows; fast open, MD5
try 7002 "00 02 04 05 b4 01 01 01"
try 7002 "fe 04 f9 89 02 04 05 b4"
try 7002 "22 02 01 01 02 04 05 b4"
try 9002 "13 12 00*16 01 01"
# a header that is longer than the packet, shorter than a header
try f002 ""
try 4002 ""
# data with the SYN, urgent, all flags
try 6002 "02 04 05 b4 61 62 63"
try 6022 "02 04 05 b4"
try 6fff "02 04 05 b4"
try 60c2 "02 04 05 b4"
kill $dump
wait $dump
awk '/10.0.0.1.5000 >/ && /S\./ { match($0, /seq [0-9]+/); n = substr($0, RSTART + 4, RLENGTH - 4); isn[n] = "ISN" } /10.0.0.1.5000 >/ { sub(/TS val [0-9]+/, "TS val V") } { for (i in isn) for (k = 0; k < 9; k++) gsub(sprintf("%.0f", i + k), "ISN" (k ? "+" k : "")); print }' dump
kill $server
wait $server 2> /dev/null
