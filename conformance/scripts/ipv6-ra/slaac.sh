# Addresses from prefixes: which ones, their lifetimes and flags, the routes.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
ra 40000708 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 addr show dev h0 scope global | sed "s/_lft \([0-9]*\)[0-9][0-9]sec/_lft \1NNsec/g"

ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
ip -6 route show table local dev h0
echo "- only on-link, only an address, neither"
ra 40000000 00000000 00000000 $(pio 64 80 3600 1800 2001:db8:2::) $(pio 64 40 3600 1800 2001:db8:3::) $(pio 64 00 3600 1800 2001:db8:4::)
sleep 2.4
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
echo "- refused: link-local, multicast, preferred > valid, other lengths"
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 fe80::) $(pio 64 c0 3600 1800 ff05::) $(pio 64 c0 1800 3600 2001:db8:5::) $(pio 48 c0 3600 1800 2001:db8:6::) $(pio 96 c0 3600 1800 2001:db8:7::)
sleep 2.4
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
echo "- infinite"
ra 40000000 00000000 00000000 $(pio 64 c0 4294967295 4294967295 2001:db8:8::)
sleep 2.4
ip -6 addr show dev h0 to 2001:db8:8::/64
ip -6 route show 2001:db8:8::/64
