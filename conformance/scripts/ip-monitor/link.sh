# What is told about links.
timeout 2 ip monitor link >out & sleep 0.3
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up
ip link set veth1 up
ip link set veth0 mtu 1400
ip link set veth1 down
ip link del veth0
wait; cat out
