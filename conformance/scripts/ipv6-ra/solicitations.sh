# Router solicitations: when, how many, and that an advertisement ends them.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
ip link set h0 down
sysctl -w net.ipv6.conf.h0.router_solicitations=3 net.ipv6.conf.h0.router_solicitation_interval=1 net.ipv6.conf.h0.router_solicitation_max_interval=2 net.ipv6.conf.h0.router_solicitation_delay=1
tcpdump -lni r0 -v 'icmp6 and ip6[40] == 133' 2>/dev/null > log & sleep 0.4
ip link set h0 up
sleep 9
cat log
echo "- answered"
ip link set h0 down; ip link set h0 up
sleep 2.3
ra 40000708 00000000 00000000
before=$(wc -l < log); sleep 4; echo $(($(wc -l < log) - before))
echo "- none wanted"
ip link set h0 down; sysctl -w net.ipv6.conf.h0.router_solicitations=0
before=$(wc -l < log)
ip link set h0 up; sleep 4; echo $(($(wc -l < log) - before)); kill %1; wait
