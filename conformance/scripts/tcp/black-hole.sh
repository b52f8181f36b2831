# a router on the way drops what is too long for its next cable and tells nobody: the connection stands still, unless it probes
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
run() {
  echo "== $*"
  $R nc -lN 5000 > got & server=$!
  sleep 0.3
  (head -c 4000 /dev/zero; sleep 6) | timeout 7 $L nc -N 10.1.0.1 5000 & client=$!
  sleep 1; show
  sleep 4.5; show
  wc -c < got
  kill $client $server 2> /dev/null; wait $client $server 2> /dev/null
}
run nobody probes
$L sysctl -w net.ipv4.tcp_mtu_probing=1
run after a black hole
$L sysctl -w net.ipv4.tcp_mtu_probing=2 net.ipv4.tcp_base_mss=700
run from the beginning
