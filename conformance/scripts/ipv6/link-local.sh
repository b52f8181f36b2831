# A link-local address from the device's own, tentative and then not.
ip link add veth0 address 02:11:22:33:44:55 type veth peer name veth1 address 02:11:22:33:44:66
ip -6 addr
ip link set veth0 up
ip -6 addr show veth0
ip link set veth1 up; sleep 0.05
ip -6 addr show veth0 | grep -c tentative
while ip -6 addr show tentative | grep -q .; do sleep 0.1; done
ip -6 addr
ip -6 route
ip link set veth0 address 02:11:22:33:44:77
ip -6 addr show veth0
ip link set veth0 down
ip -6 addr show veth0
ip link set veth0 up; ip -6 -o addr show veth0 | awk '{print $4}'
