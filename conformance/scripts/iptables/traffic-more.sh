# targets that change packets: time to live, marks of connections, no tracking; the host's own packets
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 addr add fd00::1/64 dev va nodad; ip -n b1 addr add fd00::2/64 dev vb nodad
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
p() { ip netns exec a1 ping -c 2 -i 0.1 -W 0.3 "$@" 2>&1 | grep -v "^rtt" | sed 's/, time .*ms$//'; }
i() { echo "# $*"; ip netns exec a1 "$@"; }
i iptables -t mangle -A OUTPUT -j TTL --ttl-set 17
i iptables -t mangle -A INPUT -m ttl --ttl-gt 63 -j TTL --ttl-dec 10
p 10.0.1.2
ip netns exec b1 tcpdump -n -v -c 2 -i vb icmp > /tmp/dump 2>/dev/null & sleep 0.7
p 10.0.1.2
sleep 0.5; grep -o "ttl [0-9]*" /tmp/dump
i iptables -t mangle -L -n -v -x
i iptables -t mangle -F
i iptables -t mangle -A OUTPUT -p icmp -j CONNMARK --set-mark 0x7
i iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
i iptables -A INPUT -m mark --mark 7
i iptables -A INPUT -m connmark --mark 0x7
i iptables -A INPUT -m connmark ! --mark 0x7/0xf
p 10.0.1.2
i iptables -L INPUT -n -v -x
i iptables -t raw -A OUTPUT -p icmp -j CT --notrack
i iptables -t raw -A PREROUTING -p icmp -j NOTRACK
i iptables -A OUTPUT -m conntrack --ctstate UNTRACKED
i iptables -A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED
p 10.0.1.2
i iptables -L OUTPUT -n -v -x
i iptables -A OUTPUT -p icmp -j REJECT
p 10.0.1.2
i iptables -R OUTPUT 3 -p icmp -j DROP
p 10.0.1.2
i iptables -F
i ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-reply -j DROP
p fd00::2
i ip6tables -R INPUT 1 -p icmpv6 --icmpv6-type echo-reply -m hl --hl-eq 64
p fd00::2
i ip6tables -t mangle -A OUTPUT -d fd00::2 -j HL --hl-set 1
i ip6tables -A INPUT -s fd00::/64 ! -d fd00::5 -i va -m conntrack --ctstate ESTABLISHED
i ip6tables -A INPUT -m iprange --src-range fd00::1-fd00::3 -m addrtype --dst-type LOCAL
p fd00::2
i ip6tables -L INPUT -n -v -x
ip netns exec b1 ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -j REJECT --reject-with icmp6-adm-prohibited
p fd00::2
ip netns exec b1 ip6tables -R INPUT 1 -p icmpv6 --icmpv6-type echo-request -j REJECT
p fd00::2
