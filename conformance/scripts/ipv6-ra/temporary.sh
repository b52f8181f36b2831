# Temporary addresses: use_tempaddr 0, 1, 2, their flags and lifetimes.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
sysctl net.ipv6.conf.h0.use_tempaddr net.ipv6.conf.h0.temp_valid_lft net.ipv6.conf.h0.temp_prefered_lft net.ipv6.conf.h0.max_desync_factor net.ipv6.conf.h0.regen_max_retry net.ipv6.conf.h0.regen_min_advance
mask() { sed 's/2001:db8:\(.\):0*:[0-9a-f:]*\/64/2001:db8:\1:<iid>\/64/; /ff:fe00/!s/2001:db8:\(.\):[0-9a-f:]*\/64/2001:db8:\1:<iid>\/64/; s/_lft \([0-9]*\)[0-9][0-9]sec/_lft \1NNsec/g'; }
echo "- off"
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 addr show dev h0 scope global | mask
echo "- on"
sysctl -w net.ipv6.conf.h0.use_tempaddr=1
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::) 
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:2::)
sleep 2.4
ip -6 addr show dev h0 scope global | mask
ip -6 route show table local | grep -c 2001:db8
echo "- what is used as source"
ip -6 route add 2001:db8:f::/64 via fe80::b dev h0
ip -6 route get 2001:db8:f::1 | sed 's/src 2001:db8:\(.\):[0-9a-f:]*ff:fe00:a/src public \1/; s/src 2001:db8:\(.\):[0-9a-f:]*/src temporary \1/'
sysctl -w net.ipv6.conf.h0.use_tempaddr=2
ip -6 route get 2001:db8:f::1 | sed 's/src 2001:db8:\(.\):[0-9a-f:]*ff:fe00:a/src public \1/; s/src 2001:db8:\(.\):[0-9a-f:]*/src temporary \1/'
ip -6 addr show dev h0 temporary | mask
ip -6 addr show dev h0 -temporary scope global | mask
