# the type of service in traffic: what matches see, and what targets make of it
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 addr add fd00::1/64 dev va nodad; ip -n b1 addr add fd00::2/64 dev vb nodad
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
p() { ip netns exec a1 ping -n -c 1 -W 0.5 "$@" 2>&1 | grep -c "bytes from"; }
for t in 0x10 0x10/0x3f 0x12/0xff 0xb8/0xfc 0/0xff; do
  ip netns exec b1 iptables -A INPUT -m tos --tos $t
  ip netns exec b1 iptables -A INPUT -m tos ! --tos $t
  ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -m tos --tos $t
done
for d in 4 46 0; do
  ip netns exec b1 iptables -A INPUT -m dscp --dscp $d
  ip netns exec b1 iptables -A INPUT -m dscp ! --dscp $d
  ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -m dscp --dscp $d
done
for q in 0 0x10 0x12 0xb8 0xff; do p -Q $q 10.0.1.2; p -6 -Q $q fd00::2; done
ip netns exec b1 iptables -vnxL INPUT
ip netns exec b1 ip6tables -vnxL INPUT
ip netns exec b1 iptables -F INPUT
ip netns exec b1 ip6tables -F INPUT
ip netns exec b1 tcpdump -n -v -l --immediate-mode -i vb "icmp[0] = 8 or ip6[40] = 128" > /tmp/dump 2>/dev/null & sleep 0.7
for o in "TOS --set-tos 0x10" "TOS --set-tos 0x4c/0x7e" "TOS --set-tos Minimize-Cost" "TOS --and-tos 0xb0" "TOS --or-tos 0x43" "TOS --xor-tos 0xff" "DSCP --set-dscp 5" "DSCP --set-dscp-class EF"; do
  for ip in ip ip6; do
    ip netns exec a1 ${ip}tables -t mangle -F OUTPUT
    ip netns exec a1 ${ip}tables -t mangle -A OUTPUT -j $o
  done
  for q in 0 0xb8 0x11; do p -Q $q 10.0.1.2; p -6 -Q $q fd00::2; done
done
sleep 0.5
kill $!
wait
grep -o "(tos 0x[0-9a-f]*\|class 0x[0-9a-f]*\|bad cksum\|length: [0-9]*\|(flowlabel [0-9a-fx]*, hlim" /tmp/dump | sed 's/flowlabel .*,/flowlabel,/'
