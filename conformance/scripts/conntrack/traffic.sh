# What echo requests, UDP and errors make of connections, with a router that masquerades and forwards ports; events.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add h1; ip netns add h2
ip link add vh1 type veth peer name eth0 netns h1; ip link add vh2 type veth peer name eth0 netns h2
ip addr add 10.0.1.1/24 dev vh1; ip addr add 192.0.2.1/24 dev vh2; ip link set lo up; ip link set vh1 up; ip link set vh2 up
ip -n h1 addr add 10.0.1.2/24 dev eth0; ip -n h1 link set eth0 up; ip -n h1 link set lo up; ip -n h1 route add default via 10.0.1.1
ip -n h2 addr add 192.0.2.2/24 dev eth0; ip -n h2 link set eth0 up; ip -n h2 link set lo up
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o vh2 -j MASQUERADE
iptables -t nat -A PREROUTING -i vh2 -p icmp -j DNAT --to-destination 10.0.1.2
sleep 1.5
n() { sed -E 's/ (29|30|27|26|25|119|120|59|60|9|10|28|58|118) (src|SYN|CLOSE)/ T \2/; s/id=[0-9]+/id=ID/g; s/(sport|dport)=[0-9]{5}/\1=PORT/g' | sort; }
conntrack -E > events & e=$!; sleep 0.3
ip netns exec h1 ping -c 2 -i 0.2 -q 192.0.2.2 | grep transmitted
conntrack -L 2>&1 | n
conntrack -D -p icmp 2>&1 | n
echo "the other way: the address of the router stands for h1"
ip netns exec h2 ping -c 1 -q 192.0.2.1 | grep transmitted
conntrack -L 2>&1 | n
conntrack -D 2>&1 | n
echo "no way back: an error about what was translated"
ip netns exec h1 ping -c 1 -W 1 192.0.2.77 | grep -v rtt | sed 's/time .*//'
ip netns exec h1 traceroute -n -q 1 -w 1 -N 1 -p 40000 192.0.2.2 | sed -E 's/[0-9.]+ ms/T ms/'
conntrack -L -p udp 2>&1 | sed -E 's/(sport|dport)=[0-9]{5}/\1=P/g; s/udp      17 [0-9]+/udp T/' | sort
echo "invalid: an answer that nobody asked for"
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
iptables -A FORWARD -m conntrack --ctstate NEW; iptables -A FORWARD -m conntrack --ctstate ESTABLISHED; iptables -A FORWARD -m conntrack --ctstate RELATED
ip netns exec h1 ping -c 3 -i 0.2 -q 192.0.2.2 | grep transmitted
iptables -nvL FORWARD | sed -E 's/^ +//; s/ +/ /g'
conntrack -F
sleep 0.3; kill $e; wait
n < events | sed 's/\[USERSPACE\].*/[USERSPACE]/' | uniq
