# accept_ra_min_lft: what is shorter is ignored.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
show() { ip -6 route show | grep -v ^fe80 | sed 's/expires [0-9]*sec/expires Nsec/'; ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'; }
sysctl -w net.ipv6.conf.h0.accept_ra_min_lft=1000 net.ipv6.conf.h0.accept_ra_rt_info_max_plen=64
ra 400003e7 00000000 00000000 $(pio 64 c0 999 900 2001:db8:1::) 1802 3000 000003e7 20010db8aaaa0000
sleep 2.4; show
echo "- just long enough"
ra 400003e8 00000000 00000000 $(pio 64 c0 1000 900 2001:db8:1::) 1802 3000 000003e8 20010db8aaaa0000
sleep 2.4; show
echo "- 0 ends it all the same"
ra 40000000 00000000 00000000 $(pio 64 c0 0 0 2001:db8:1::) 1802 3000 00000000 20010db8aaaa0000
show
