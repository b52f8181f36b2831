# copies of packets to another host, of those that come in, go out and come back
ip netns add h1; ip netns add r; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name r1 netns r address 02:00:00:00:00:11
ip link add veth2 netns h2 address 02:00:00:00:00:02 type veth peer name r2 netns r address 02:00:00:00:00:12
for d in h1:veth1:10.0.1.2 h2:veth2:10.0.2.2 r:r1:10.0.1.1 r:r2:10.0.2.1; do IFS=: read n i a <<<"$d"; ip -n $n addr add $a/24 dev $i; ip -n $n link set $i up; ip -n $n link set lo up; done
ip -n h1 route add default via 10.0.1.1; ip -n h2 route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
H1() { ip netns exec h1 "$@"; }; H2() { ip netns exec h2 "$@"; }; R() { ip netns exec r "$@"; }
sleep 1.5
out=$(mktemp)
echo "# tee"; 
ip netns add h3; ip link add veth3 netns h3 address 02:00:00:00:00:03 type veth peer name r3 netns r address 02:00:00:00:00:13
ip -n h3 addr add 10.0.3.2/24 dev veth3; ip -n h3 link set veth3 up; ip -n r addr add 10.0.3.1/24 dev r3; ip -n r link set r3 up; sleep 1.5
(ip netns exec h3 timeout 4 tcpdump -nvi veth3 icmp 2>/dev/null | sed 's/id [0-9]*,/id X,/; s/^[0-9:.]* //' > $out) & sleep 1
R iptables -t mangle -A PREROUTING -p icmp -j TEE --gateway 10.0.3.2; R iptables -t mangle -A POSTROUTING -p icmp -j TEE --gateway 10.0.3.2 --oif r3
R iptables -t mangle -A POSTROUTING -p icmp -j TEE --gateway 10.0.9.2 --oif nope
R iptables -t mangle -A OUTPUT -p icmp -j TEE --gateway 10.0.3.2 --oif lo
H1 ping -c1 10.0.2.2 | grep -c 'bytes from'; R ping -c1 10.0.2.2 | grep -c 'bytes from'
R iptables -t mangle -vnxL; wait; cat $out; R iptables -t mangle -F
rm $out
