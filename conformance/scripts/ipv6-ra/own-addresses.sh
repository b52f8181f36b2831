# Prefixes of which there is an address already, set by hand or for a time.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
show() { ip -6 addr show dev h0 scope global | sed 's/_lft \([0-9]*\)[0-9][0-9]sec/_lft \1NNsec/g'; ip -6 route show | grep -v ^fe80 | sed 's/expires -[0-9]*sec/expires PAST/; s/expires [0-9]*sec/expires Nsec/'; }
ip addr add 2001:db8:1:0:0:ff:fe00:a/64 dev h0 nodad
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::); show
ip addr del 2001:db8:1:0:0:ff:fe00:a/64 dev h0; show
echo "- another address in the prefix"; ip addr add 2001:db8:2::5/64 dev h0 nodad
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:2::); sleep 2.4; show
ip addr del 2001:db8:2::5/64 dev h0; show
echo "- one for a time"; ip addr add 2001:db8:3:0:0:ff:fe00:a/64 dev h0 nodad valid_lft 20000 preferred_lft 20000
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:3::); show
echo "- a learned one is changed by hand"; ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:4::); sleep 2.4
ip addr change 2001:db8:4:0:0:ff:fe00:a/64 dev h0; show; ra 40000000 00000000 00000000 $(pio 64 c0 10000 1800 2001:db8:4::); show
