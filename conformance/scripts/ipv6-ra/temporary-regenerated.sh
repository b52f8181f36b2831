# A temporary address that is no longer preferred has a successor; deleting the public one deletes them.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
sysctl -w net.ipv6.conf.h0.use_tempaddr=2 net.ipv6.conf.h0.temp_prefered_lft=12 net.ipv6.conf.h0.temp_valid_lft=20 net.ipv6.conf.h0.max_desync_factor=0
count() { ip -6 -o addr show dev h0 "$@" | wc -l; }
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
count temporary; count temporary deprecated
sleep 8
count temporary; count temporary deprecated
sleep 7
count temporary; count temporary deprecated
sleep 7
count temporary; count temporary deprecated
ip addr del 2001:db8:1:0:0:ff:fe00:a/64 dev h0
count temporary
