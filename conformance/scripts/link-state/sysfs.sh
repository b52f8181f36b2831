# A device in /sys/class/net.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up
cd /sys/class/net/veth0
for f in address addr_len broadcast carrier_changes dormant flags ifindex iflink link_mode mtu name_assign_type operstate tx_queue_len type dev_id netdev_group proto_down; do printf '%s: ' $f; cat $f; done
cat carrier; cat speed; cat duplex
ls statistics | tr '\n' ' '; echo
cat statistics/rx_packets
ls /sys/class/net
cat /sys/class/net/veth1/carrier; echo $?
cat /sys/class/net/veth1/operstate
echo 1400 > mtu; cat mtu
echo 10 > mtu; echo $?
echo hello > ifalias; cat ifalias
