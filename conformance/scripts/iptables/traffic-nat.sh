# translation as iptables does it: a masqueraded network, ports that are forwarded, redirection, whole networks
ip netns add c1; ip netns add h1; ip netns add w1
ip link add eth0 netns c1 address 02:00:00:00:00:01 type veth peer name br0 netns h1 address 02:00:00:00:00:02
ip link add eth0 netns w1 address 02:00:00:00:00:03 type veth peer name up0 netns h1 address 02:00:00:00:00:04
for n in c1 h1 w1; do ip -n $n link set lo up; done
ip -n c1 addr add 172.17.0.2/16 dev eth0; ip -n h1 addr add 172.17.0.1/16 dev br0
ip -n w1 addr add 192.0.2.1/24 dev eth0; ip -n h1 addr add 192.0.2.2/24 dev up0
ip -n c1 link set eth0 up; ip -n h1 link set br0 up; ip -n h1 link set up0 up; ip -n w1 link set eth0 up
ip -n c1 route add default via 172.17.0.1
ip netns exec h1 sysctl -qw net.ipv4.ip_forward=1
sleep 1.5
p() { local n=$1; shift; ip netns exec $n ping -c 2 -i 0.1 -W 0.3 "$@" 2>&1 | grep -v "^rtt" | sed 's/, time .*ms$//'; }
h() { echo "# $*"; ip netns exec h1 "$@"; }
l() { ip netns exec h1 iptables -t nat -L "$1" -n -v -x | tail -n +3; }
p c1 192.0.2.1
h iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o br0 -j MASQUERADE
ip netns exec w1 tcpdump -n -c 4 -i eth0 icmp > /tmp/dump 2>/dev/null & sleep 0.7
p c1 192.0.2.1
sleep 0.3; sed 's/^[^ ]* //; s/id [0-9]*/id N/' /tmp/dump
l POSTROUTING
h iptables -t nat -R POSTROUTING 1 -s 172.17.0.0/16 -o up0 -j SNAT --to-source 192.0.2.77
p c1 192.0.2.1
h ip addr add 192.0.2.77/24 dev up0
p c1 192.0.2.1
h iptables -t nat -A PREROUTING -d 192.0.2.80 -j DNAT --to-destination 172.17.0.2
ip -n h1 addr add 192.0.2.80/24 dev up0
p w1 192.0.2.80
l PREROUTING
h iptables -t nat -A OUTPUT -d 192.0.2.80 -j DNAT --to-destination 172.17.0.2
p h1 192.0.2.80
h iptables -t nat -F
h iptables -t nat -A PREROUTING -i br0 -d 198.51.100.0/24 -j NETMAP --to 192.0.2.0/24
h iptables -t nat -A POSTROUTING -s 172.17.0.0/16 -o up0 -j MASQUERADE
p c1 198.51.100.1
h iptables -t nat -A PREROUTING -i br0 -d 203.0.113.9 -j REDIRECT
p c1 203.0.113.9
l PREROUTING
h iptables -A FORWARD -m conntrack --ctstate DNAT
h iptables -A FORWARD -m conntrack --ctstate SNAT
p c1 198.51.100.1
ip netns exec h1 iptables -L FORWARD -n -v -x
h iptables -t nat -A PREROUTING -p udp --dport 5353 -j DNAT --to-destination 172.17.0.2:53
h iptables -t nat -A POSTROUTING -p udp -j MASQUERADE --to-ports 40000-40001
ip netns exec c1 iptables -A INPUT -p udp --dport 53 -j ACCEPT
ip netns exec w1 bash -c 'exec 3<>/dev/udp/192.0.2.2/5353; echo x >&3; sleep 0.1; echo y >&3'
ip netns exec c1 iptables -L INPUT -n -v -x
l PREROUTING
