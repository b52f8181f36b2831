# A device of traffic control, without any.
ip link add i0 address 02:00:00:00:00:11 type ifb
ip link help ifb
ip -d link show i0
ip link set i0 up
ip -d addr show i0
ip addr add 10.0.0.1/24 dev i0
ping -c 2 -i 0.2 -W 1 10.0.0.2
ip -s link show i0 | sed -n '3,6p'
ethtool -S i0
ethtool i0
ethtool -k i0 | grep -v fixed
ip link set i0 address 02:00:00:00:00:12
ip link set i0 down
ip link set i0 address 02:00:00:00:00:12
ip link set i0 mtu 9000
ip link set i0 carrier off
ip link show i0
ip link del i0
ip link add i0 numtxqueues 2 numrxqueues 2 type ifb
ethtool -S i0
