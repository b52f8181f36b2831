# A bridge, its first ports, and what they show.
ip link add br0 type bridge
ip link set br0 address 02:00:00:00:00:99
ip link add br1 type bridge
ip -d link show br0
ip -d -j -p link show br0
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:11
ip link set veth0 master br1
ip -d link show master br1
ip -d -j -p link show veth0
ip link show type bridge
ip link show type bridge_slave
ip -br link
ip link set br1 up
sleep 1.2
ip link show br1
ip link set veth0 up
ip link set veth1 up
sleep 1.5
ip link show
ip link set veth1 down
sleep 1.5
ip link show
ip link set veth0 nomaster
ip -d link show veth0
ip link show br1
ip link set veth0 master br1
ip link del br1
ip link show
