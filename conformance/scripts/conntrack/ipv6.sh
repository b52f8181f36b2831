# IPv6 through a router that tracks and translates: echo, TCP, errors, fragments.
ip netns add h1; ip netns add h2
ip link add vh1 type veth peer name eth0 netns h1; ip link add vh2 type veth peer name eth0 netns h2
ip addr add 2001:db8:1::1/64 dev vh1 nodad; ip addr add 2001:db8:2::1/64 dev vh2 nodad; ip link set vh1 up; ip link set vh2 up
ip -n h1 addr add 2001:db8:1::2/64 dev eth0 nodad; ip -n h1 link set eth0 up; ip -n h1 route add default via 2001:db8:1::1
ip -n h2 addr add 2001:db8:2::2/64 dev eth0 nodad; ip -n h2 link set eth0 up
sysctl -qw net.ipv6.conf.all.forwarding=1
ip6tables -t nat -A POSTROUTING -o vh2 -j MASQUERADE
ip6tables -t nat -A PREROUTING -i vh1 -p tcp --dport 8080 -j DNAT --to-destination [2001:db8:2::2]:80
ip6tables -A FORWARD -m conntrack --ctstate INVALID -j DROP
sleep 2
n() { sed -E 's/ id=[0-9]+/ id=ID/g; s/^(icmpv6   58|udp      17|tcp      6) [0-9]+ /\1 T /; s/port=[0-9]{5}/port=PORT/g' | sort; }
ip netns exec h1 ping -c 2 -i 0.2 -q 2001:db8:2::2 | grep transmitted
conntrack -L -f ipv6 2>&1 | n; conntrack -F
ip netns exec h1 ping -c 1 -s 3000 -q 2001:db8:2::2 | grep transmitted
conntrack -L -f ipv6 2>&1 | n; conntrack -F
ip netns exec h2 nc -6 -l 80 > got & l=$!; sleep 0.3
echo hello | ip netns exec h1 nc -N 2001:db8:9::9 8080; echo "=$?"; wait $l; cat got; sleep 0.2
conntrack -L -f ipv6 2>&1 | n; conntrack -F
ip netns exec h1 traceroute -n -q 1 -N 1 -w 1 2001:db8:2::2 | sed -E 's/[0-9.]+ ms/T ms/'
conntrack -F
ip netns exec h1 ping -c 1 -q 2001:db8:2::2 | grep transmitted; conntrack -C
ip addr del 2001:db8:2::1/64 dev vh2; conntrack -C
ip addr add 2001:db8:2::1/64 dev vh2 nodad; ip netns exec h1 ping -c 1 -q 2001:db8:2::2 | grep transmitted; conntrack -C
ip link set vh2 down; conntrack -C
ip6tables -nvL FORWARD | sed -E 's/^ +//; s/ +/ /g; s/ACCEPT [0-9]+ packets.*/ACCEPT/'
