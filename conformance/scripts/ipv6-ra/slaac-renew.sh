# A prefix told again: the two-hours rule, deprecation, the end.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
show() { ip -6 -o addr show dev h0 scope global | sed "s/_lft \([0-9]*\)[0-9]sec/_lft \1Nsec/g"; ip -6 route show | sed "s/expires \([0-9]*\)[0-9]sec/expires \1Nsec/"; }
ra 40000000 00000000 00000000 $(pio 64 c0 10000 5000 2001:db8:1::)
sleep 2.4; ra 40000000 00000000 00000000 $(pio 64 c0 10000 5000 2001:db8:1::)
show
echo "- shorter than two hours: two hours"
ra 40000000 00000000 00000000 $(pio 64 c0 100 50 2001:db8:1::)
show
echo "- longer"
ra 40000000 00000000 00000000 $(pio 64 c0 9000 8000 2001:db8:1::)
show
echo "- no longer preferred"
ra 40000000 00000000 00000000 $(pio 64 c0 9000 0 2001:db8:1::)
show
echo "- preferred again"
ra 40000000 00000000 00000000 $(pio 64 c0 9000 1000 2001:db8:1::)
show
echo "- valid for 0 s: the route goes, the address has two hours"
ra 40000000 00000000 00000000 $(pio 64 c0 0 0 2001:db8:1::)
show
echo "- a short one at first"
ra 40000000 00000000 00000000 $(pio 64 c0 8 5 2001:db8:2::)
sleep 2.6; show
sleep 3.5; show
sleep 3; show
