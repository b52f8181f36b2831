# longer and longer segments as probes: what the path carries is found without a word of routers
for n in left router right; do ip netns add $n; ip -n $n link set lo up; done
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name rl address 02:00:00:00:00:02 netns router
ip -n router link add rr address 02:00:00:00:00:03 type veth peer name vr address 02:00:00:00:00:04 netns right
ip -n left addr add 10.0.0.1/24 dev vl
ip -n router addr add 10.0.0.254/24 dev rl
ip -n router addr add 10.1.0.254/24 dev rr
ip -n right addr add 10.1.0.1/24 dev vr
L="ip netns exec left"; R="ip netns exec right"
ip netns exec router sysctl -qw net.ipv4.ip_forward=1
for i in vl:left rl:router rr:router vr:right; do ip netns exec ${i#*:} ethtool -K ${i%:*} tso off gso off > /dev/null; ip -n ${i#*:} link set ${i%:*} up; done
ip -n router link set rr mtu 1300
ip -n left route add default via 10.0.0.254
ip -n right route add default via 10.1.0.254
$L sysctl -w net.ipv4.tcp_congestion_control=reno
ip netns exec router nft -f - <<'N'
table ip t { chain out { type filter hook output priority 0; icmp type destination-unreachable drop; }; }
N
sleep 1.5
$L sysctl net.ipv4.tcp_mtu_probing net.ipv4.tcp_base_mss net.ipv4.tcp_mtu_probe_floor net.ipv4.tcp_probe_interval net.ipv4.tcp_probe_threshold
show() { $L ss -tinH dst 10.1.0.1 | grep -oE ' (mss|pmtu|backoff|advmss):[0-9]+' | tr '\n' ' '; echo; $L nstat -asz TcpExtTCPMTUPSuccess TcpExtTCPMTUPFail | awk 'NR > 1 { print $1, $2 }'; }
$L sysctl -qw net.ipv4.tcp_mtu_probing=2
run() {
  $R nc -lN 5000 > got & server=$!
  sleep 0.3
  (head -c 400000 /dev/zero; sleep 2) | timeout 9 $L nc -N 10.1.0.1 5000 & client=$!
  sleep 1.8
  show
  wc -c < got
  kill $client $server 2> /dev/null; wait $client $server 2> /dev/null
}
for base in 1024 512 1180; do $L sysctl -w net.ipv4.tcp_base_mss=$base; run; done
$L sysctl -w net.ipv4.tcp_probe_threshold=200; run
ip -n router link set rr mtu 1500
$L sysctl -w net.ipv4.tcp_probe_threshold=8 net.ipv4.tcp_base_mss=1024; run
