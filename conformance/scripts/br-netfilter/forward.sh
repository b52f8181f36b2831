# Bridged packets go through IP's rules, with the bridge in the place of its ports; not those of ARP, nor when it is turned off.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:01 type bridge forward_delay 0; ip addr add 10.0.0.254/24 dev br0
for h in 1 2; do ip netns add h$h; ip link add p$h type veth peer name eth0 address 02:00:00:00:00:1$h netns h$h; ip link set p$h master br0; ip link set p$h up; ip -n h$h link set eth0 up; ip -n h$h addr add 10.0.0.$h/24 dev eth0; done
ip link set br0 up; ip link set lo up
sleep 1.5
show() { iptables -nvL $1 ${2:+-t $2} | sed -E 's/^ +//; s/ +/ /g' | grep -v "^pkts\|^$"; }
iptables -A FORWARD -i br0 -o br0; iptables -A FORWARD -i p1
iptables -A INPUT -i br0 -p icmp; iptables -A INPUT -i p1; iptables -A OUTPUT -o br0 -p icmp
iptables -t mangle -A PREROUTING -i br0 -p icmp; iptables -t mangle -A POSTROUTING -o br0 -p icmp; iptables -t mangle -A POSTROUTING -o p2
all() { show FORWARD; show INPUT; show OUTPUT; show PREROUTING mangle; show POSTROUTING mangle; iptables -Z; iptables -t mangle -Z; }
ip netns exec h1 ping -c 2 -i 0.2 -q 10.0.0.2 | grep transmitted; all
ip netns exec h1 ping -c 1 -q 10.0.0.254 | grep transmitted; all
ping -c 1 -q 10.0.0.1 | grep transmitted; all
iptables -P FORWARD DROP; iptables -F FORWARD
ip netns exec h1 ping -c 1 -W 1 -q 10.0.0.2 | grep transmitted; all
ip -n h1 neigh show | sed 's/ [A-Z]*$//' | sort
sysctl net.bridge.bridge-nf-call-iptables; sysctl -qw net.bridge.bridge-nf-call-iptables=0
ip netns exec h1 ping -c 1 -W 1 -q 10.0.0.2 | grep transmitted; all
sysctl -qw net.bridge.bridge-nf-call-iptables=7; sysctl -a 2>/dev/null | grep net.bridge
ip netns exec h1 ping -c 1 -W 1 -q 10.0.0.2 | grep transmitted
iptables -A FORWARD -s 10.0.0.1 -j DROP; iptables -P FORWARD ACCEPT
ip netns exec h1 ping -c 1 -W 1 10.0.0.2 | head -2
iptables -D FORWARD 1
ip netns exec h1 ping -c 1 -W 1 -b -q 10.0.0.255 2>/dev/null | grep transmitted
ip netns exec h1 ping -c 1 -q 10.0.0.2 | grep transmitted; all
