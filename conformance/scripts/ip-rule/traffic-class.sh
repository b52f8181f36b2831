# Rules by traffic class: that of what this host sends is known when its route is looked for.
ip netns add b
ip link add h0 index 10 type veth peer name p0 index 21 netns b
ip addr add fd00::1/64 dev h0 nodad; ip link set h0 up
ip -n b addr add fd00::2/64 dev p0 nodad; ip -n b link set p0 up
sleep 0.5
try() { for class in 0x00 0x20 0x23 0xe0; do echo "- $class"; ping -nqc1 -W1 -Q $class fd00::2 2>&1 | grep -E 'ping|transmitted'; done; }
try
ip -6 rule add tos 0x20 prohibit; try
echo "- answers"
ip -6 rule del tos 0x20 prohibit; ip -n b -6 rule add tos 0x20 prohibit; try
echo "- unreachable ports"
ip -n b -6 rule del tos 0x20 prohibit; traceroute -n -q1 -m1 -w0.5 -t 32 fd00::2 | tail -1 | awk '{print $2}'
ip -n b -6 rule add tos 0x20 prohibit; traceroute -n -q1 -m1 -w0.5 -t 32 fd00::2 | tail -1| awk '{print $2}'
