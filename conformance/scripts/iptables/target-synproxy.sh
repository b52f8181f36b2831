# SYNPROXY: handshakes are answered for a server, on a router and on the server itself
iptables -j SYNPROXY -h | tail -7
for r in '-p tcp -j SYNPROXY' '-p tcp -j SYNPROXY --mss 1460 --wscale 7 --timestamp --sack-perm' '-j SYNPROXY --mss 1460' '-p udp -j SYNPROXY' '! -p tcp -j SYNPROXY' '-p tcp -j SYNPROXY --wscale 15' '-p tcp -j SYNPROXY --wscale 300' '-p tcp -j SYNPROXY --mss 65536' '-p tcp -j SYNPROXY --mss x' '-p tcp -j SYNPROXY --mss 0 --mss 1' '-p tcp -j SYNPROXY ! --mss 1' '-p tcp -j SYNPROXY --mss' '-p tcp -j SYNPROXY --timestamp --sack-perm --ecn --mss 0 --wscale 0'; do echo "== $r"; iptables -A INPUT $r; echo $?; ip6tables -A FORWARD $r; done
iptables -A OUTPUT -p tcp -j SYNPROXY
iptables -t mangle -A PREROUTING -p tcp -j SYNPROXY
iptables -t mangle -A FORWARD -p tcp -j SYNPROXY --ecn
iptables -S; iptables -L INPUT -n; iptables -t mangle -S; ip6tables -S; ip6tables -L FORWARD -v -n
iptables-translate -A INPUT -p tcp -j SYNPROXY --mss 1460 --wscale 7 --sack-perm --timestamp --ecn
iptables-translate -A INPUT -p tcp -j SYNPROXY
iptables -F; ip6tables -F; iptables -t mangle -F
ip netns add cli
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns cli
ip link set lo up; ip link set veth0 up; ip addr add 10.0.0.1/24 dev veth0; ip addr add fd00::1/64 dev veth0 nodad
ip -n cli link set lo up; ip -n cli link set veth1 up; ip -n cli addr add 10.0.0.2/24 dev veth1; ip -n cli addr add fd00::2/64 dev veth1 nodad
for i in iptables ip6tables; do
  $i -t raw -A PREROUTING -i veth0 -p tcp --syn -j CT --notrack
  $i -A INPUT -i veth0 -p tcp -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1440
  $i -A INPUT -m conntrack --ctstate INVALID -j DROP
done
sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
sleep 1.5
words() { sed 's/^[^ ]* //; s/seq [0-9]\{4,\}/seq N/; s/ack [0-9]\{4,\}/ack N/; s/TS val [0-9]* ecr 0/TS val V ecr 0/; s/TS val [0-9]* ecr [1-9][0-9]*/TS val V ecr V/; s/\(10.0.0.2\|fd00::2\)\.[0-9]*/client/'; }
stat() { awk 'NR > 1 { for (i = 2; i <= 6; i++) sum[i] += $i } END { for (i = 2; i <= 6; i++) printf "%d ", sum[i]; print "" }' /proc/net/stat/synproxy; }
try() {
  ip netns exec cli tcpdump -l -n -i veth1 tcp >/tmp/at-client 2>/dev/null & A=$!
  sleep 1
  sh -c "echo from server | nc $1 -l -p 80 -N > /tmp/got" & S=$!
  sleep 0.3
  (echo hello; sleep 0.5) | ip netns exec cli nc -N -w 2 $2 80; echo "client $?"
  wait $S; cat /tmp/got
  sleep 0.2
  kill $A; wait $A
  grep -v "Flags \[F" /tmp/at-client | words | head -4
}
try -4 10.0.0.1
try -6 fd00::1
stat
iptables -L INPUT -v -n | awk 'NR > 2 { print ($1 > 0 ? "some" : "none"), $3, $4 }'
conntrack -L 2>/dev/null | sed 's/^\(tcp *6\) [0-9]*/\1 T/; s/port=[0-9]\{4,\}/port=P/g' | sort
