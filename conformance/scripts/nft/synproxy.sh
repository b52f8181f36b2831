# synproxy: a router answers handshakes for a server
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
for f in bridge netdev arp inet; do t add table $f t; t add chain $f t c; t add rule $f t c synproxy; t add synproxy $f t s mss 1460 wscale 5; t add rule $f t c synproxy name s; done
nft flush ruleset
t add table ip t
t add chain ip t in '{ type filter hook input priority 0; }'
t add chain ip t pre '{ type filter hook prerouting priority 0; }'
t add rule ip t pre tcp dport 80 synproxy
t add synproxy ip t s '{ mss 1460 ; wscale 5; }'
t add rule ip t pre tcp dport 80 synproxy name s
t add rule ip t in tcp dport 80 synproxy name s
t add rule ip t in synproxy name tcp dport map '{ 1 : "s", 2 : "s" }'
t add rule ip t pre synproxy name tcp dport map '{ 1 : "s", 2 : "s" }'
t add synproxy ip t s '{ mss 1000 ; wscale 3; timestamp sack-perm; }'
t list ruleset
t delete synproxy ip t s
t add rule ip t in udp dport 1 synproxy mss 4 wscale 255
t add rule ip t in tcp dport 1 synproxy timestamp
t list chain ip t in
nft flush ruleset
ip netns add cli; ip netns add srv
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns cli
ip link add veth2 address 02:00:00:00:00:03 type veth peer name veth3 address 02:00:00:00:00:04 netns srv
ip link set lo up; ip link set veth0 up; ip link set veth2 up
ip addr add 10.0.0.1/24 dev veth0; ip addr add 10.0.1.1/24 dev veth2
ip addr add fd00:1::1/64 dev veth0 nodad; ip addr add fd00:2::1/64 dev veth2 nodad
ip -n cli link set veth1 up; ip -n cli addr add 10.0.0.2/24 dev veth1; ip -n cli route add default via 10.0.0.1
ip -n srv link set veth3 up; ip -n srv addr add 10.0.1.2/24 dev veth3; ip -n srv route add default via 10.0.1.1
ip -n cli addr add fd00:1::2/64 dev veth1 nodad; ip -n cli route add default via fd00:1::1
ip -n srv addr add fd00:2::2/64 dev veth3 nodad; ip -n srv route add default via fd00:2::1
sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
nft -f - <<Q
table inet t {
  synproxy plain { mss 1300; wscale 3; }
  chain raw {
    type filter hook prerouting priority raw
    tcp dport 80-83 tcp flags syn notrack
  }
  chain forw {
    type filter hook forward priority filter
    tcp dport 80 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
    tcp dport 81 ct state invalid,untracked synproxy name plain
    tcp dport 82 ct state invalid,untracked synproxy mss 1200 timestamp
    ct state invalid counter drop
  }
}
Q
sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
sleep 1.5
words() { sed 's/^[^ ]* //; s/seq [0-9]\{4,\}/seq N/; s/ack [0-9]\{4,\}/ack N/; s/TS val [0-9]* ecr 0/TS val V ecr 0/; s/TS val [0-9]* ecr [1-9][0-9]*/TS val V ecr V/; s/\(10.0.0.2\|fd00:1::2\)\.[0-9]*/client/'; }
# the first of a connection: what follows comes as the ends like
show() { echo "== $1"; grep -v "Flags \[F" $2 | words | head -$3; }
try() {
  ip netns exec cli tcpdump -l -n -i veth1 tcp >/tmp/at-client 2>/dev/null & A=$!
  ip netns exec srv tcpdump -l -n -i veth3 tcp >/tmp/at-server 2>/dev/null & B=$!
  sleep 1
  ip netns exec srv sh -c "echo from server | nc $1 -l -p $3 -N > /tmp/got" & S=$!
  sleep 0.3
  (echo hello; sleep 0.5) | ip netns exec cli nc -N -w 2 $2 $3; echo "client $?"
  wait $S; cat /tmp/got
  sleep 0.2
  kill $A $B; wait $A $B
  show "client $2 $3" /tmp/at-client 4; show "server $2 $3" /tmp/at-server 3
}
stat() { awk 'NR > 1 { for (i = 2; i <= 6; i++) sum[i] += $i } END { for (i = 2; i <= 6; i++) printf "%d ", sum[i]; print "" }' /proc/net/stat/synproxy; }
try -4 10.0.1.2 80
try -4 10.0.1.2 81
try -6 fd00:2::2 82
conntrack -L 2>/dev/null | sed 's/^\(tcp *6\) [0-9]*/\1 T/; s/port=[0-9]\{4,\}/port=P/g' | sort
stat
refused() {
  ip netns exec cli tcpdump -l -n -i veth1 tcp >/tmp/at-client 2>/dev/null & A=$!
  ip netns exec srv tcpdump -l -n -i veth3 tcp >/tmp/at-server 2>/dev/null & B=$!
  sleep 1
  ip netns exec cli nc -N -p 4000 -w 2 10.0.1.2 80 </dev/null; echo "client $?"
  sleep 0.3
  kill $A $B; wait $A $B
  echo "== client"; words < /tmp/at-client | sed 's/Flags \[F.*/end/' | sort | uniq; echo "== server"; head -2 /tmp/at-server | words
}
echo "== nobody listens"; refused
conntrack -L --sport 4000 2>/dev/null | sed 's/^\(tcp *6\) [0-9]*/\1 T/'
echo "== and again"; refused
stat
echo "== what is not of a handshake"
ip netns exec srv sh -c "nc -l -p 80 > /tmp/got" & S=$!
sleep 0.3
(echo first; sleep 1; echo second; sleep 1.5) | ip netns exec cli nc -w 2 10.0.1.2 80 & C=$!
sleep 0.5; conntrack -F 2>/dev/null; sleep 1.2
cat /tmp/got; awk 'NR > 1 { bad += $3 } END { print (bad > 0) ? "some are wrong" : "none is wrong" }' /proc/net/stat/synproxy
kill $C $S; wait $C $S
echo "== none at all"
echo x | ip netns exec cli nc -w 1 10.0.1.9 80; echo "client $?"
head -1 /proc/net/stat/synproxy
