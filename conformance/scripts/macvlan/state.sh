# What a macvlan tells, shows, and does to its lower device.
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 up; ip link set v1 up
ip monitor link > /tmp/mon & sleep 0.3
ip link add link v0 name mv0 address 02:00:00:00:00:11 type macvlan mode bridge
sleep 0.2
cat /sys/class/net/mv0/uevent
ip -d link show mv0
ip link set mv0 up
sleep 1.2
ip -d link show mv0; ip -d link show v0
ip maddr show dev mv0; ip maddr show dev v0
ip addr add 10.0.0.1/24 dev mv0
ip link set mv0 allmulticast on
ip -d link show v0
ip link set mv0 promisc on
ip -d link show v0
ip link set mv0 promisc off
ip link set mv0 allmulticast off
ip -d link show v0
ip link set mv0 protodown on; ip -d link show mv0
ip link set mv0 protodown off; ip -d link show mv0
ip link set v0 mtu 1400; ip link show mv0
ip link set mv0 mtu 1500
ip link set v0 down; ip link show mv0
ip link set v0 up
sleep 1.2
ip link show mv0
ip link del v0
ip -d link
kill %1; wait 2>/dev/null; cat /tmp/mon
