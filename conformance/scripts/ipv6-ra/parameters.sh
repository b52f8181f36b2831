# Hop limit, timers and MTU.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
show() { for key in conf/h0/hop_limit conf/h0/mtu neigh/h0/base_reachable_time_ms neigh/h0/retrans_time_ms; do echo "$key $(cat /proc/sys/net/ipv6/$key)"; done; }
show
ra 20000000 00001388 000001f4 05010000 00000578
show
echo "- zeros change nothing"
ra 00000000 00000000 00000000
show
echo "- too small, too large"
ra 20000000 0036ee80 0036ee80 05010000 000004ff
show
ra 20000000 00000000 00000000 05010000 000005dd
show
echo "- a minimum for the hop limit"
sysctl -w net.ipv6.conf.h0.accept_ra_min_hop_limit=64
ra 3f000000 00000000 00000000; cat /proc/sys/net/ipv6/conf/h0/hop_limit
ra 40000000 00000000 00000000; cat /proc/sys/net/ipv6/conf/h0/hop_limit
sysctl -w net.ipv6.conf.h0.accept_ra_mtu=0
ra 40000000 00000000 00000000 05010000 00000520; cat /proc/sys/net/ipv6/conf/h0/mtu
echo "- the device's own"
ip link set h0 mtu 1400; cat /proc/sys/net/ipv6/conf/h0/mtu
sysctl -w net.ipv6.conf.h0.mtu=1300
sysctl -w net.ipv6.conf.h0.mtu=1401
sysctl -w net.ipv6.conf.h0.mtu=1279
