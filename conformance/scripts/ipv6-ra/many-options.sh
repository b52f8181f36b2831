# Many options in one advertisement, and an MTU told twice.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
ra 40000708 00000000 00000000 0101 02:00:00:00:00:0b 0101 02:00:00:00:00:0c 05010000 00000578 05010000 00000514 $(pio 64 c0 3600 1800 2001:db8:1::) $(pio 64 c0 3600 1800 2001:db8:1::) $(pio 48 80 3600 1800 2001:db8:2::) 1903 0000 00000e10 2001:db8::53 1f02 0000 00000e10 0361626300000000 2502 "687474703a2f2f78" 000000000000 fe01 00*6
sleep 2.4
ip -6 neigh; ip -6 -o addr show dev h0 | sed 's/_lft [0-9]*sec/_lft Nsec/g'; ip -6 route | sed 's/expires [0-9]*sec/expires Nsec/'; cat /proc/sys/net/ipv6/conf/h0/mtu
echo "- an unusual link-layer address option"; ra 40000100 00000000 00000000 0102 02:00:00:00:00:0d 00*8 $(pio 64 c0 3600 1800 2001:db8:3::); ip -6 neigh; ip -6 route | sed 's/expires [0-9]*sec/expires Nsec/' | grep db8:3
