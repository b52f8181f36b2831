# ra_honor_pio_life and ra_honor_pio_pflag.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
show() { ip -6 -o addr show dev h0 scope global | sed 's/_lft \([0-9]*\)[0-9][0-9]sec/_lft \1NNsec/g'; }
sysctl -w net.ipv6.conf.h0.ra_honor_pio_life=1
ra 40000000 00000000 00000000 $(pio 64 c0 36000 18000 2001:db8:1::); sleep 2.4; show
ra 40000000 00000000 00000000 $(pio 64 c0 1200 600 2001:db8:1::); show
ra 40000000 00000000 00000000 $(pio 64 c0 0 0 2001:db8:1::); sleep 0.5; show
sysctl -w net.ipv6.conf.h0.ra_honor_pio_pflag=1
ra 40000000 00000000 00000000 $(pio 64 d0 3600 1800 2001:db8:2::); sleep 2.4; show; ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
sysctl -w net.ipv6.conf.h0.ra_honor_pio_pflag=0
ra 40000000 00000000 00000000 $(pio 64 d0 3600 1800 2001:db8:2::); sleep 2.4; show
