# Carrier and operational state from user space.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up; ip link set veth1 up
ip link set veth0 carrier off; echo $?
ip link show veth0
ip link set veth0 carrier on; echo $?
ip link show veth0
ip link set veth0 state up; echo $?
ip link set veth0 mode dormant; echo $?
ip link show veth0
ip link set veth0 mode default; echo $?
ip link show veth0
ip link set veth0 protodown on; echo $?
ip link show veth0
ip link set veth0 protodown off; echo $?
ip link show veth0
