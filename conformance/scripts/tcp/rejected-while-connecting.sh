# An ICMP error that comes while the program is still in connect: IPv4 tells at once, IPv6 with the next SYN.
ip link set lo up
ip addr add 10.0.0.1/24 dev lo
for w in icmp6-port-unreachable icmp6-adm-prohibited icmp6-no-route icmp6-addr-unreachable; do
ip6tables -F
ip6tables -A INPUT -i lo -p tcp --dport 99 -j REJECT --reject-with $w
ip6tables -A OUTPUT -p tcp --dport 98 -j REJECT --reject-with $w
nc -vz -w 3 ::1 99
ip6tables -nvL INPUT | tail -1
nc -vz -w 3 ::1 98
ip6tables -nvL OUTPUT | tail -1
done
nstat -az TcpExtLockDroppedIcmps
iptables -A INPUT -i lo -p tcp --dport 99 -j REJECT
nc -vz -w 3 127.0.0.1 99
