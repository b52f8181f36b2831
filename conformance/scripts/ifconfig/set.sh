# Setting up a device.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1
ifconfig veth0 10.0.0.1 netmask 255.255.255.0; echo $?
ifconfig veth1 up; echo $?
ip -4 addr show veth0
ifconfig veth0 10.1.1.1; echo $?
ip -4 addr show veth0
ifconfig veth0 10.0.0.1/28 broadcast 10.0.0.15 mtu 1400; echo $?
ifconfig veth0:1 10.0.5.1/24; echo $?
ip -4 addr show veth0
ifconfig veth0:1 down; echo $?
ifconfig veth0 add 10.0.6.1; echo $?
ifconfig veth0 del 10.0.6.1; echo $?
ifconfig veth0 promisc; ip link show veth0 | head -1
ifconfig veth0 -promisc allmulti -arp; ip link show veth0 | head -1
ifconfig veth0 -allmulti arp multicast txqueuelen 55; ip link show veth0 | head -1
ifconfig veth0 hw ether 02:00:00:00:00:77; echo $?
ifconfig veth0 down; echo $?
ifconfig veth0 hw ether 02:00:00:00:00:78; echo $?
ip addr show veth0
ifconfig veth0 0.0.0.0; echo $?
ip -4 addr show veth0
