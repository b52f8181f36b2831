# ip6tables: which types of addresses IPv6 knows, and what they match
ip netns add other
ip link add lan0 address 02:00:00:00:00:01 type veth peer name lan1 netns other address 02:00:00:00:00:02
for type in UNSPEC UNICAST LOCAL BROADCAST ANYCAST MULTICAST BLACKHOLE UNREACHABLE PROHIBIT THROW NAT XRESOLVE UNICAST,LOCAL BLACKHOLE,LOCAL; do
  echo "# $type"
  ip6tables -A OUTPUT -p icmpv6 --icmpv6-type echo-request -m addrtype --dst-type $type
  echo "=$?"
done
ip6tables -A OUTPUT -p icmpv6 --icmpv6-type echo-request -m addrtype --dst-type LOCAL --limit-iface-out
ip6tables -A OUTPUT -p icmpv6 --icmpv6-type echo-request -m addrtype --dst-type ANYCAST --limit-iface-out
ip6tables -A OUTPUT -p icmpv6 --icmpv6-type echo-request -m addrtype ! --dst-type UNREACHABLE
sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.forwarding=1
ip link set lo up
ip addr add fd00:1::1/64 dev lan0 nodad
ip link set lan0 up
ip -n other addr add fd00:1::2/64 dev lan1 nodad
ip -n other link set lan1 up
sleep 1.5
ip route add unreachable fd00:9::/64
ip neigh add fd00:1::99 lladdr 02:00:00:00:00:99 dev lan0 nud permanent
for to in fd00:1::2 ::1 fd00:1::1 fd00:1:: fd00:1::99 ff02::1%lan0 fd00:9::1 2001:db8::1; do
  ip6tables -Z OUTPUT
  echo "# $to"
  # one request, whatever becomes of it
  ping -6 -c 1 -W 0.2 $to > /dev/null 2>&1
  ip6tables -L OUTPUT -vnx | awk 'NR > 2 { $2 = ""; print ($1 > 0 ? "yes" : "no"), $0 }' | sed 's/^\(yes\|no\) [0-9]*/\1/'
done
