# Hop limit and MTU of an advertisement stay with the default route.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
ra 20000708 00000000 00000000 05010000 00000578 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
ip -6 route get 2001:db8:ffff::1 | sed 's/expires [0-9]*sec/expires Nsec/'
ip -6 route get 2001:db8:1::5 | sed 's/expires [0-9]*sec/expires Nsec/'
tcpdump -lni r0 -c 1 -v "icmp6 and ip6[40] = 128" 2>/dev/null & sleep 0.4
ip -6 neigh replace fe80::b lladdr 02:00:00:00:00:0b dev h0 nud permanent
ping -c 1 -W 1 -e 77 2001:db8:ffff::1; wait
