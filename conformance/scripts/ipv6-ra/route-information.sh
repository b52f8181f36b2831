# Route information options (RFC 4191).
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
show() { ip -6 route show | grep -v ^fe80 | sed 's/expires [0-9]*sec/expires Nsec/'; }
sysctl net.ipv6.conf.h0.accept_ra_rt_info_min_plen net.ipv6.conf.h0.accept_ra_rt_info_max_plen
echo "- not accepted by default"
ra 40000000 00000000 00000000 1802 4000 00000e10 20010db8aaaabbbb
show
echo "- up to a length of 64"
sysctl -w net.ipv6.conf.h0.accept_ra_rt_info_max_plen=64
ra 40000000 00000000 00000000 1802 4000 00000e10 20010db8aaaabbbb
show
ra 40000000 00000000 00000000 1802 3008 00000e10 20010db8aaaa0000
show
ra 40000000 00000000 00000000 1803 6018 00000e10 20010db8aaaa0000 0000000100000000
show
echo "- forever"
ra 40000000 00000000 00000000 1802 2018 ffffffff 20010db9aaaa0000
show
echo "- another preference"
ra 40000000 00000000 00000000 1802 3018 00000e10 20010db8aaaa0000
show
echo "- the end"
ra 40000000 00000000 00000000 1802 3008 00000000 20010db8aaaa0000
show
echo "- the default route"
ra 40000000 00000000 00000000 1801 0008 00000e10
show
ra 40000000 00000000 00000000 1801 0008 00000000
show
echo "- reserved preference, length too large"
ra 40000000 00000000 00000000 1802 2010 00000e10 20010db7aaaa0000
ra 40000000 00000000 00000000 1802 4800 00000e10 20010db7aaaa0000
ra 40000000 00000000 00000000 1803 8100 00000e10 20010db7aaaa0000 0000000000000000
show
echo "- a minimum"
sysctl -w net.ipv6.conf.h0.accept_ra_rt_info_min_plen=33
ra 40000000 00000000 00000000 1802 2000 00000e10 20010db6aaaa0000
ra 40000000 00000000 00000000 1802 2100 00000e10 20010db5aaaa0000
show
