# Bridges as programs for other things see them.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name veth1
ip link set veth0 master br0
bridge fdb add 02:00:00:00:01:01 dev veth0 master static
ip -f bridge link
ip -B link show dev veth0
ip -f bridge neigh
ip -f bridge neigh show dev veth0
ip -f bridge addr
ip neigh
ip -s -s link show br0
ip -j -s link show br0
ip -o link show master br0
ip link show nomaster
ip addr show master br0
ip -br addr show type bridge
ip addr add 10.0.0.1/24 dev br0
ip link set br0 up
ip route
ip -4 addr show br0
ifconfig br0 | head -2
ifconfig br0 down
ip addr add 10.0.0.9/24 dev veth0
ip link set veth0 up
ip -br addr
cat /proc/net/dev_mcast | grep br0 | sort
ls /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf
ls /proc/sys/net/bridge
ip netconf show dev br0
ip link set br0 type bridge help 2>&1 | head -3
ip link delete br0 type bridge
ip link del veth0 type veth
ip link
