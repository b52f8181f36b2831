# A default router: the route, its lifetime and metric, its neighbour, and its end.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
ra 40000708 00000000 00000000 0101 02:00:00:00:00:0b
ip -6 route show
ip -6 neigh show
ip -6 -d route show default
cat /proc/net/ipv6_route | awk '$10 == "h0" && $1 ~ /^0*$/ {print $1, $2, $5, $6, $7, $8, $9, $10}'
echo "- a longer life"
ra 40001c20 00000000 00000000
ip -6 route show default
ip -6 neigh show
echo "- another metric"
sysctl -w net.ipv6.conf.h0.ra_defrtr_metric=77
ra 40001c20 00000000 00000000
ip -6 route show default
echo "- a second router"
inject r0 33:33:00:00:00:01 02:00:00:00:00:0c 86dd 60000000 0000 3a ff fe80::c ff02::1 86000000 40000100 00000000 00000000 0101 02:00:00:00:00:0c
sleep 0.2
ip -6 route show default
ip -6 neigh show | sort
echo "- the end of it"
ra 40000000 00000000 00000000
ip -6 route show default
ip -6 neigh show | sort
sysctl -w net.ipv6.conf.h0.accept_ra_defrtr=0
inject r0 33:33:00:00:00:01 02:00:00:00:00:0d 86dd 60000000 0000 3a ff fe80::d ff02::1 86000000 40000100 00000000 00000000
sleep 0.2
ip -6 route show default
