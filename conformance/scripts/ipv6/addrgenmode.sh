# Where the interface identifier comes from.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1
ip link set veth0 addrgenmode none; echo $?
ip link set veth0 up; ip link set veth1 up
ip -6 addr show veth0
ip link set veth0 addrgenmode eui64; echo $?
ip -6 -o addr show veth0 | awk '{print $4}'
ip link set veth0 addrgenmode bogus; echo $?
ip link set veth0 addrgenmode stable_secret; echo $?
