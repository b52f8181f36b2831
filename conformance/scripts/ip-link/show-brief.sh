# One line a device.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up
ip -br link
ip -brief link show up
ip -br -c=never link
ip link set veth1 up
ip -br l
