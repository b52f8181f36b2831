# Files of /proc/net about IPv6.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
x() { ip netns exec a "$@"; }
x cat /proc/net/if_inet6 | sort
x cat /proc/net/ipv6_route | awk '{print $1, $2, $3, $4, $5, $6, $9, $10}'
x cat /proc/net/igmp6; x cat /proc/net/anycast6; x cat /proc/net/sockstat6
x ls /proc/net/dev_snmp6; x cat /proc/net/dev_snmp6/none
x ping -c 2 -i 0.2 2001:db8::b > /dev/null; x ping -c 1 -W 1 2001:db8::c > /dev/null; x ping -c 1 -s 2000 2001:db8::b > /dev/null
x awk '!/Group|MLD|RouterSol|Octets|Mcast|Transmits|OutRequests|InReceives|OutMsgs|ECT|Neighbor|InMsgs|InDelivers|Type/' /proc/net/dev_snmp6/va
x awk '!/Group|MLD|RouterSol|Octets|Mcast|Transmits|OutRequests|InReceives|OutMsgs|ECT|Neighbor|InMsgs|InDelivers|Type/' /proc/net/snmp6
x cat /proc/net/dev_snmp6/va | head -3; x awk '/Type/ && !/Type13|Type14/' /proc/net/snmp6
x cat /proc/net/raw6 | head -1; x cat /proc/net/udp6; x cat /proc/net/icmp6 | wc -l
for f in if_inet6 ipv6_route igmp6 snmp6 dev_snmp6 anycast6 raw6 udp6; do x stat -c '%A %s' /proc/net/$f; done
