# A stable address that is taken: the next one is tried.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
ip link set h0 down
sysctl -qw net.ipv6.conf.h0.stable_secret=2001:db8:1:2:3:4:5:6
ip link set h0 up
sleep 2.4
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
address=$(ip -6 -o addr show dev h0 scope global | awk '{sub("/.*", "", $4); print $4}'); echo $address
ip addr del $address/64 dev h0
ip netns add other
ip link set r0 netns other
ip -n other link set r0 up
ip netns exec other sysctl -qw net.ipv6.conf.r0.disable_ipv6=0
ip -n other addr add $address/64 dev r0 nodad
ra() { ip netns exec other inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; }
sleep 2.4
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 4
ip -6 addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
