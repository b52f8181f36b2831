# TCPOPTSTRIP, ECN and TCPMSS change segments on their way
ip netns add h1; ip netns add r; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name r1 netns r address 02:00:00:00:00:11
ip link add veth2 netns h2 address 02:00:00:00:00:02 type veth peer name r2 netns r address 02:00:00:00:00:12
for d in h1:veth1:10.0.1.2 h2:veth2:10.0.2.2 r:r1:10.0.1.1 r:r2:10.0.2.1; do IFS=: read n i a <<<"$d"; ip -n $n addr add $a/24 dev $i; ip -n $n link set $i up; ip -n $n link set lo up; done
ip -n h1 route add default via 10.0.1.1; ip -n h2 route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
H1() { ip netns exec h1 "$@"; }; H2() { ip netns exec h2 "$@"; }; R() { ip netns exec r "$@"; }
sleep 1.5
dump=$(mktemp); text=$(mktemp)
echo "# strip"
run() { (H2 timeout 3 tcpdump -nnSi veth2 'tcp[tcpflags] & tcp-syn != 0' 2>/dev/null | sed -E 's/^[0-9:.]* //; s/10.0.1.2\.[0-9]+/10.0.1.2.P/; s/seq [0-9]+/seq S/; s/ack [0-9]+/ack A/; s/win [0-9]+/win W/; s/val [0-9]+/val V/; s/ecr [0-9]+/ecr E/' > $dump) & sleep 1; (H2 timeout 2 nc -l 80 > $text) & sleep .2; echo "hello $1" | H1 nc -N -w 1 10.0.2.2 80; wait; cat $dump $text; R iptables -t mangle -vnxL FORWARD | tail -n +3; R iptables -t mangle -F; }
R iptables -t mangle -A FORWARD -p tcp -j TCPOPTSTRIP --strip-options timestamp,wscale; run strip
R iptables -t mangle -A FORWARD -p tcp -j TCPOPTSTRIP --strip-options mss,sack-permitted,200; run mss
H1 sysctl -qw net.ipv4.tcp_ecn=1; H2 sysctl -qw net.ipv4.tcp_ecn=1; run ecn
R iptables -t mangle -A FORWARD -p tcp -j ECN --ecn-tcp-remove; run ecn
R iptables -t mangle -A FORWARD -p tcp -j ECN --ecn-ip-ect 2;  R iptables -t mangle -A FORWARD -p tcp -m ecn --ecn-ip-ect 2; run ect
R iptables -t mangle -A FORWARD -p tcp --syn -j TCPMSS --set-mss 1000; run tcpmss
rm $dump $text
