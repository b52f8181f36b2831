# Wrong words.
ip link add veth0 type veth peer name veth1
ifconfig nosuch up; echo $?
ifconfig nosuch 10.0.0.1; echo $?
ifconfig veth0 10.0.0.300; echo $?
ifconfig veth0 netmask; echo $?
ifconfig veth0 netmask 255.255.255.0; echo $?
ifconfig veth0 mtu 10; echo $?
ifconfig veth0 mtu x; echo $?
ifconfig veth0 frob; echo $?
ifconfig veth0 hw ether zz; echo $?
ifconfig veth0 hw bogus 02:00:00:00:00:01; echo $?
ifconfig veth0 del 10.0.0.1; echo $?
ifconfig -Z; echo $?
ifconfig -V; echo $?
