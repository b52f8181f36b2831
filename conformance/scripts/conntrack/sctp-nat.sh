# SCTP behind address translation: ports, and the checksum, which covers them.
ip link set lo up
ip link add wan0 type veth peer name left0; ip link add wan1 type veth peer name right0
ip netns add l; ip netns add r; ip link set left0 netns l address 02:00:00:00:00:11; ip link set right0 netns r address 02:00:00:00:00:22
ip link set wan0 address 02:00:00:00:00:01; ip link set wan1 address 02:00:00:00:00:02
ip addr add 10.0.1.254/24 dev wan0; ip addr add 10.0.2.254/24 dev wan1
ip link set wan0 up; ip link set wan1 up; ip -n l link set left0 up; ip -n r link set right0 up
ip neigh add 10.0.1.1 lladdr 02:00:00:00:00:11 dev wan0; ip neigh add 10.0.2.2 lladdr 02:00:00:00:00:22 dev wan1
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
# there: from port $1 to port $2, chunks; back: likewise
there() { local p=$1 q=$2; shift 2; ip netns exec l inject left0 02:00:00:00:00:01 02:00:00:00:00:11 0800 45000000 00010000 40840000 10.0.1.1 10.0.2.2 $(printf '%04x%04x' $p $q) "$@"; }
back() { local p=$1 q=$2; shift 2; ip netns exec r inject right0 02:00:00:00:00:02 02:00:00:00:00:22 0800 45000000 00010000 40840000 10.0.2.2 10.0.1.1 $(printf '%04x%04x' $p $q) "$@"; }
iptables -t nat -A POSTROUTING -o wan1 -j SNAT -p sctp --to-source 10.0.2.254:5000
iptables -t nat -A PREROUTING -i wan0 -p sctp --dport 80 -j DNAT --to-destination 10.0.2.2:8080
iptables -A FORWARD -p sctp -m conntrack --ctstate INVALID -j DROP
ip netns exec r tcpdump -lnxi right0 --immediate-mode 'ip proto 132' > dump 2>/dev/null & sleep 0.7
# right, wrong and no checksums
there 1000 80 00000000 2e04a7e6 01000014 0000000a 00001000 00010001 00000001
there 1001 80 00000000 00000000 01000014 0000000a 00001000 00010001 00000001
sysctl -qw net.netfilter.nf_conntrack_checksum=0
there 1002 80 00000000 12345678 01000014 0000000a 00001000 00010001 00000001
there 1003 81 00000000 00000000 01000014 0000000a 00001000 00010001 00000001
sleep 1; kill %1; wait 2>/dev/null; grep -v ' IP ' dump
conntrack -L -p sctp 2>/dev/null | sed -E 's/132 [0-9]+/132 N/' | sort
iptables -nvL FORWARD | awk 'NR == 3 { print $1 }'
