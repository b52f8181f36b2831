# TCP through a router that tracks: a whole connection, one that is refused, one to nobody, and listings with every filter.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add h1; ip netns add h2
ip link add vh1 type veth peer name eth0 netns h1; ip link add vh2 type veth peer name eth0 netns h2
ip addr add 10.0.1.1/24 dev vh1; ip addr add 10.0.2.1/24 dev vh2; ip link set vh1 up; ip link set vh2 up
ip -n h1 addr add 10.0.1.2/24 dev eth0; ip -n h1 link set eth0 up; ip -n h1 route add default via 10.0.1.1
ip -n h2 addr add 10.0.2.2/24 dev eth0; ip -n h2 link set eth0 up; ip -n h2 route add default via 10.0.2.1
sysctl -qw net.ipv4.ip_forward=1 net.netfilter.nf_conntrack_acct=1
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP; iptables -A FORWARD -m conntrack --ctstate NEW; iptables -A FORWARD -m conntrack --ctstate ESTABLISHED
sleep 1.5
n() { sed -E 's/sport=4[0-9]{3} /sport=CLIENT /; s/tcp      6 (11[6-9]|120|59|60|9|10|29|30|28) /tcp      6 T /; s/4319[0-9]{2}/LONG/; s/432000/LONG/; s/\[USERSPACE\].*/[USERSPACE]/; s/(SYN_SENT.*use=)[23]/\1N/'; }
conntrack -E > events & e=$!; sleep 0.3
ip netns exec h2 nc -l 80 > got & l=$!; sleep 0.3
(echo hello; sleep 0.5) | ip netns exec h1 nc -N -p 4000 10.0.2.2 80 & c=$!; sleep 0.3
conntrack -L 2>&1 | n; grep -c tcp /proc/net/nf_conntrack
wait $l $c; cat got
sleep 0.2
conntrack -L 2>&1 | n
echo refused
ip netns exec h1 nc -p 4001 10.0.2.2 81; echo "=$?"
conntrack -L 2>&1 | n | sort
echo nobody
ip netns exec h1 nc -w 1 -p 4002 10.0.2.77 80; echo "=$?"
conntrack -L -p tcp --state SYN_SENT 2>&1 | n
conntrack -L -p tcp --state TIME_WAIT --dport 80 2>&1 | n
conntrack -D -p tcp --state SYN_SENT 2>&1 | n
echo "picked up in the middle"
ip netns exec h2 nc -l 82 > got & l=$!; sleep 0.3
(echo one; sleep 1; echo two; sleep 0.3) | ip netns exec h1 nc -N -p 4003 10.0.2.2 82 & c=$!; sleep 0.5
conntrack -D -p tcp --dport 82 2>&1 | n
sleep 1.2
wait $l $c; cat got
conntrack -L -p tcp --dport 82 2>&1 | n
echo strict
sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec h2 nc -l 83 > got & l=$!; sleep 0.3
(echo one; sleep 1; echo two; sleep 0.3) | timeout 4 ip netns exec h1 nc -N -p 4004 10.0.2.2 83 & sleep 0.5
conntrack -D -p tcp --dport 83 2>&1 | n
sleep 1.2; cat got
conntrack -L -p tcp --dport 83 2>&1 | n
kill $e; sleep 0.2
n < events | uniq
iptables -nvL FORWARD | sed -E 's/^ +//; s/ +/ /g' | sed -E 's/^[0-9]+ [0-9]+ /N N /'
