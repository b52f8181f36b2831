# Settings and what they do: ports that sockets are given, labels of flows, fragments that are far apart.
ip link set lo up
sysctl -w net.ipv4.ip_local_port_range="40000 40003" net.ipv4.ip_local_reserved_ports=40000-40001,40003
timeout 2 tcpdump -lni lo udp >out 2>/dev/null & sleep 0.7
for i in 1 2; do echo hi >/dev/udp/127.0.0.1/9; sleep 0.1; done; echo hi >/dev/udp/::1/9
wait; sed 's/.* IP/IP/' out
sysctl -w net.ipv4.ip_unprivileged_port_start=40000; sysctl -w net.ipv4.ip_unprivileged_port_start=40001
sysctl -w net.ipv4.ip_local_port_range="30000 50000"; sysctl -w net.ipv4.ip_unprivileged_port_start=0 net.ipv4.ip_local_port_range="1 50000"
sysctl -w net.ipv4.ip_local_port_range="0 50000"; sysctl net.ipv4.ip_local_port_range

labels() { timeout 1.5 tcpdump -lvni lo icmp6 >out 2>/dev/null & sleep 0.7; ping -c 1 "$@" ::1 >/dev/null; wait; grep -o 'flowlabel 0x[^,]*,\|echo re[a-z]*' out | sed 's/0x[89abcdef][0-9a-f]*,/high/;s/0x[0-7][0-9a-f]*,/low/'; }
ask() { timeout 1.5 tcpdump -lvni lo icmp6 >out 2>/dev/null & sleep 0.7; ping -c 1 -F $1 ::1 >/dev/null; wait; grep -o 'flowlabel '$1'\|echo re[a-z]*' out; }
ask 0x12345; sysctl -w net.ipv6.flowlabel_reflect=3; ask 0x12346; sysctl -w net.ipv6.flowlabel_reflect=4; ask 0x12347
sysctl -w net.ipv6.flowlabel_reflect=0 net.ipv6.flowlabel_state_ranges=1; labels
ping -c 1 -F 0x80001 ::1; ping -q -c 1 -F 0x7ffff ::1 | grep received

ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.h0.disable_ipv6=1 net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; ip addr add 10.0.0.1/24 dev h0; ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:0b dev h0 nud permanent; sleep 2.4
part() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 0800 45000000 $1 $2 4001 0000 ${from:-10.0.0.2} 10.0.0.1 $3; }
first() { part $1 2000 "0800 b6f2 0001 0001"; }
second() { part $1 0001 "4142 0000 0000 0000"; }
count() { sleep 0.1; nstat -az | grep Reasm | sed 's/  *[^ ]*$//'; nstat -n; }
for most in 64 2 0; do
  sysctl -w net.ipv4.ipfrag_max_dist=$most; nstat -n
  first 0001; second 0001; count
  first 0002; first 0003; second 0002; second 0003; count
  first 0004; first 0005; first 0006; second 0004; second 0005; second 0006; count
  first 0004; count
  first 0007; for from in 10.0.0.3 10.0.0.4 10.0.0.5; do from=$from first 0007; done; second 0007; count
done
