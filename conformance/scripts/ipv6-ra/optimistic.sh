# Optimistic addresses from advertisements, which need the router's link-layer address.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sysctl -qw net.ipv6.conf.h0.optimistic_dad=1 net.ipv6.conf.h0.dad_transmits=2
ra 40000708 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::); ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
ra 40000708 00000000 00000000 0101 02:00:00:00:00:0b $(pio 64 c0 3600 1800 2001:db8:2::); ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
ip -6 route get 2001:db8:f::1 | grep -o 'src [^ ]*'
sleep 3.5; ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
