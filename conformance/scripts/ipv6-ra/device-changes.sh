# What was learned goes when the device goes down, loses its carrier, or moves.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sysctl -qw net.ipv6.conf.h0.accept_ra_rt_info_max_plen=64
all() { ra 20c00708 00001388 00000000 05010000 00000578 $(pio 64 c0 3600 1800 2001:db8:1::) 1802 3000 00000e10 20010db8aaaa0000; }
show() { ip -6 addr show dev h0 | sed 's/_lft [0-9]*sec/_lft Nsec/g'; ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'; for key in conf/h0/hop_limit conf/h0/mtu neigh/h0/base_reachable_time_ms; do echo "$key $(cat /proc/sys/net/ipv6/$key)"; done; }
all; sleep 2.4; show
echo "- no carrier"; ip link set r0 down; sleep 0.3; show
echo "- again"; ip link set r0 up; sleep 2.4; show
echo "- down and up"; ip link set h0 down; show; ip link set h0 up; sleep 2.4; show
echo "- elsewhere"; all; sleep 2.4; ip netns add other; ip link set h0 netns other; ip -n other -6 addr; ip -n other link set h0 up; sleep 2.4; ip -n other -6 addr; ip -n other -6 route; ip netns exec other cat /proc/sys/net/ipv6/conf/h0/hop_limit /proc/sys/net/ipv6/conf/h0/mtu
