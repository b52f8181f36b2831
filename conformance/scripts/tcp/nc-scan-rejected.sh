# nc -u -z asks of a port behind a router that lets nothing through: which errors count, and how often it asks
ip netns add h1; ip netns add r; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name r1 netns r address 02:00:00:00:00:11
ip link add veth2 netns h2 address 02:00:00:00:00:02 type veth peer name r2 netns r address 02:00:00:00:00:12
for d in h1:veth1:10.0.1.2 h2:veth2:10.0.2.2 r:r1:10.0.1.1 r:r2:10.0.2.1; do IFS=: read n i a <<<"$d"; ip -n $n addr add $a/24 dev $i; ip -n $n link set $i up; done
ip -n h1 route add default via 10.0.1.1; ip -n h2 route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
sleep 1.5
try() {
  echo "# $*"
  ip netns exec r iptables -F; ip netns exec r iptables -A FORWARD -p udp -j $2 $3 $4
  ip netns exec h1 nc -u -v -z $1 10.0.2.2 53; echo $?
  ip netns exec r iptables -vnxL FORWARD | tail -n +3 | awk '{print $1,$2}'
}
try "" REJECT --reject-with icmp-host-prohibited
try -w1 REJECT --reject-with icmp-admin-prohibited
try -w2 REJECT --reject-with icmp-net-unreachable
try -w1 REJECT --reject-with icmp-port-unreachable
try -w1 DROP
