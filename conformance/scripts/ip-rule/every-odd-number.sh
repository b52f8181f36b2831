# Words of rules and route get, and types to show, with numbers of each kind.
t() { echo "\$ $*"; "$@" 2>&1; echo "=$?"; }
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add va address 02:00:00:00:00:11 type veth peer name vb address 02:00:00:00:00:12
ip link set va up; ip link set vb up; ip link set lo up
ip addr add 10.0.0.1/24 dev va; ip addr add fd00::1/64 dev va; 
sleep 0.2
N='"" 0 4 8 128 129 255 256 65535 65536 4294967295 4294967296 18446744073709551615 18446744073709551616 -1 0x10 0x 010 08 1.5 1x 1/2 1-2 2-1 1- 1-0x5 all default kernel nop " 6" "6 " +6 "+5- +6"'
eval "set -- $N"
for v in "$@"; do
for w in table tos proto type metric; do t ip route show $w "$v"; done
for w in mark uid ipproto sport; do t ip route get 10.0.0.5 $w "$v"; done
for w in fwmark uidrange ipproto sport dport tun_id suppress_prefixlength priority type; do t ip rule add from 1.2.3.4 $w "$v" pref 55; ip -d rule show pref 55; ip rule del pref 55; done
done
for v in TCP tcp Tcp icmp ICMP IPv6-ICMP ipv6-icmp ospf foo 6.; do t ip route get 10.0.0.5 ipproto $v; t ip rule add from 1.2.3.4 ipproto $v pref 55; ip rule show; ip rule del pref 55; done
