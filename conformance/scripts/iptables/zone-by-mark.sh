# CT --zone mark: the zone that a connection is in is its packets' mark, in both directions or in one
ip netns add n
ip link add v0 type veth peer name v1 netns n
ip addr add 10.0.0.1/24 dev v0; ip link set v0 up
ip -n n addr add 10.0.0.2/24 dev v1; ip -n n link set v1 up
iptables -t raw -A PREROUTING -j MARK --set-mark 7
iptables -t raw -A OUTPUT -d 10.0.0.2 -j MARK --set-mark 7
iptables -t raw -A PREROUTING -j CT --zone mark
iptables -t raw -A OUTPUT -d 10.0.0.2 -j CT --zone mark
iptables -t raw -A PREROUTING -j CT --zone-orig mark --zone 3; echo $?
iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
ping -c 2 -i 0.1 -e 5 10.0.0.2 | grep -c 'bytes from'
ip netns exec n ping -c 2 -i 0.1 -e 6 10.0.0.1 | grep -c 'bytes from'
conntrack -L 2>/dev/null | sed -E 's/^(icmp +1) [0-9]+/\1 N/' | sort
iptables -t raw -F OUTPUT; iptables -t raw -F PREROUTING; conntrack -F 2>/dev/null
iptables -t raw -A OUTPUT -d 10.0.0.2 -j MARK --set-mark 0x10009
iptables -t raw -A OUTPUT -d 10.0.0.2 -j CT --zone-orig mark
ping -c 2 -i 0.1 -e 5 10.0.0.2 | grep -c 'bytes from'
conntrack -L 2>/dev/null | sed -E 's/^(icmp +1) [0-9]+/\1 N/' | sort
iptables -t raw -S
