# Rules by port: of ICMP that this host sends, its type and code stand in place of the destination port.
ip netns add b
ip link add h0 type veth peer name p0 netns b
ip addr add 10.0.0.1/24 dev h0; ip addr add fd00::1/64 dev h0 nodad; ip link set h0 up; ip link set lo up
ip -n b addr add 10.0.0.2/24 dev p0; ip -n b addr add fd00::2/64 dev p0 nodad; ip -n b link set p0 up; ip -n b link set lo up
sleep 0.5
try() { ping -nqc1 -W1 10.0.0.2 2>&1 | grep -E 'connect|transmitted|send'; ping -nqc1 -W1 fd00::2 2>&1| grep -E 'connect|transmitted|send'; }
echo "- echo requests"
ip rule add ipproto icmp dport 2048 unreachable; ip -6 rule add ipproto 58 dport 32768 unreachable; try
ip rule del ipproto icmp dport 2048 unreachable; ip -6 rule del ipproto 58 dport 32768 unreachable; try
echo "- echo replies"
ip -n b rule add ipproto icmp dport 1-1000 prohibit;  ip -n b -6 rule add ipproto 58 dport 33024 prohibit; try
ip -n b rule del ipproto icmp dport 1-1000 prohibit;  ip -n b -6 rule del ipproto 58 dport 33024 prohibit; try
echo "- errors: port unreachable is 3/3 and 1/4"
probe() { traceroute -n -q1 -m1 -w 0.5 10.0.0.2 | tail -1 | awk '{print $2}'; traceroute -n -q1 -m1 -w 0.5 fd00::2 | tail -1| awk '{print $2}'; }
probe
ip -n b rule add ipproto icmp dport 771 prohibit; ip -n b -6 rule add ipproto 58 dport 260 prohibit; probe
ip -n b rule del ipproto icmp dport 771 prohibit; ip -n b -6 rule del ipproto 58 dport 260 prohibit; 
ip -n b rule add ipproto icmp dport 772 prohibit; ip -n b -6 rule add ipproto 58 dport 261 prohibit; probe
