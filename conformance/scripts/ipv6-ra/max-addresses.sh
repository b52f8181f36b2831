# max_addresses bounds what is configured.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
sysctl -w net.ipv6.conf.h0.max_addresses=3
for i in 1 2 3 4 5; do ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:$i::); done
sleep 2.4
ip -6 -o addr show dev h0 | awk '{print $4}'
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
ip addr add 2001:db8:9::1/64 dev h0; echo $?
