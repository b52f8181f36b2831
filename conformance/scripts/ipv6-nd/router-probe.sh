# A router that failed is asked again from time to time (router_probe_interval), while another one is used.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
sysctl -w net.ipv6.conf.h0.router_probe_interval=3
sysctl -qw net.ipv6.neigh.h0.retrans_time_ms=200
ip addr add 2001:db8::a/64 dev h0 nodad
router() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0$1 86dd 60000000 0000 3a ff fe80::$1 ff02::1 86000000 40$2 00000000 00000000; sleep 0.1; }
router b 000708; router c 180708; ip -6 neigh replace fe80::c lladdr 02:00:00:00:00:0c dev h0 nud permanent
tcpdump -lni r0 -t 'icmp6 and ip6[40] == 135' 2>/dev/null >> log & sleep 0.4
ping -c 1 -W 1 2001:db8:f::1 > /dev/null; ip -6 neigh show to fe80::b; ip -6 route get 2001:db8:f::1; echo "- so far" >> log
sleep 1; ping -c 1 -W 0.3 2001:db8:f::1 > /dev/null; sleep 0.1; echo "- soon" >> log
sleep 3; ip -6 route get 2001:db8:f::1; sleep 0.05; ip -6 neigh show to fe80::b; sleep 0.5; ip -6 neigh show to fe80::b; echo "- later" >> log
sysctl -qw net.ipv6.conf.h0.accept_ra=2 net.ipv6.conf.all.forwarding=1; sleep 3.2; ip -6 route get 2001:db8:f::1; sleep 0.5; echo "- a router does not ask" >> log
kill %1; wait; grep -v '^$' log
