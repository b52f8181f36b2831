# congestion's bits in traffic: echoes with each code, and a connection that asks for them
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 addr add fd00::1/64 dev va nodad; ip -n b1 addr add fd00::2/64 dev vb nodad
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
p() { ip netns exec a1 ping -n -c 1 -W 0.5 "$@" 2>&1 | grep -c "bytes from"; }
for c in 0 1 2 3; do
  ip netns exec b1 iptables -A INPUT -p icmp -m ecn --ecn-ip-ect $c
  ip netns exec b1 iptables -A INPUT -p icmp -m ecn ! --ecn-ip-ect $c
  ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -m ecn --ecn-ip-ect $c
done
for q in 0 1 2 3 0xb9 0xfe; do p -Q $q 10.0.1.2; p -6 -Q $q fd00::2; done
ip netns exec b1 iptables -vnxL INPUT
ip netns exec b1 ip6tables -vnxL INPUT
ip netns exec b1 iptables -F INPUT
ip netns exec b1 ip6tables -F INPUT
# what is not asked for is missing from each first segment
for e in 0 1; do
  ip netns exec a1 sysctl -qw net.ipv4.tcp_ecn=$e
  for ip in iptables ip6tables; do
    ip netns exec b1 $ip -F INPUT
    for m in "--ecn-tcp-cwr" "! --ecn-tcp-cwr" "--ecn-tcp-ece" "! --ecn-tcp-ece" "--ecn-tcp-cwr ! --ecn-tcp-ece" "--ecn-tcp-cwr --ecn-tcp-ece" "--ecn-tcp-cwr --ecn-ip-ect 0"; do
      ip netns exec b1 $ip -A INPUT -p tcp --syn -m ecn $m
    done
  done
  ip netns exec a1 nc -z -w 1 10.0.1.2 80; echo "=$?"
  ip netns exec a1 nc -z -w 1 fd00::2 80; echo "=$?"
  ip netns exec b1 iptables -vnxL INPUT
  ip netns exec b1 ip6tables -vnxL INPUT
done
