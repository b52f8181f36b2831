# A link that goes up and down, queue lengths, and statistics as scripts read them from /sys and /proc.
ip link add veth0 type veth peer name veth1
ip link set veth0 txqueuelen 500; ip link set veth0 up; ip link set veth1 up
sleep 1.5
for f in operstate carrier mtu tx_queue_len type address ifindex speed duplex dormant flags link_mode addr_len carrier_changes; do printf '%s=' $f; cat /sys/class/net/veth0/$f 2>&1 | sed 's/.*address.*//' ; done | grep -v address
cat /sys/class/net/veth0/statistics/rx_dropped
ls /sys/class/net | sort
ls /sys/class/net/veth0/ | sort | tr '\n' ' '; echo
ip link set veth1 down; sleep 1.2; cat /sys/class/net/veth0/carrier /sys/class/net/veth0/operstate
ip link set veth0 down; cat /sys/class/net/veth0/carrier
cat /proc/net/route; cat /proc/net/if_inet6 | wc -l
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up; awk '{print $1,$2,$8}' /proc/net/route
