# A router that does not answer: another one is taken, and the first is asked again when it must be.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
sysctl -qw net.ipv6.neigh.h0.retrans_time_ms=200
ip addr add 2001:db8::a/64 dev h0 nodad
router() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0$1 86dd 60000000 0000 3a ff fe80::$1 ff02::1 86000000 40$2 00000000 00000000; sleep 0.1; }
router b 000708; router c 180708
get() { ip -6 route get 2001:db8:f::1 | sed 's/expires [0-9]*sec/expires Nsec/'; }
ip -6 route show default | sed 's/expires [0-9]*sec/expires Nsec/'; get
tcpdump -lni r0 -t 'icmp6 and ip6[40] == 135' 2>/dev/null > log & sleep 0.4
ping -c 1 -W 1 2001:db8:f::1 | tail -2
ip -6 neigh show | sort; get
ping -c 1 -W 1 2001:db8:f::1 | tail -2
ip -6 neigh show | sort; get
kill %1; wait; sort log | uniq -c
echo "- the first one answers"
ip -6 neigh replace fe80::b lladdr 02:00:00:00:00:0b dev h0 nud reachable; get
