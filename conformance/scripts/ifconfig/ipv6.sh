# IPv6 addresses.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1
ip link set veth1 up
ifconfig veth0 inet6 add fc00::1/64; echo $?
ifconfig veth0 up
ifconfig veth0 inet6 fc00::1/64; echo $?
ifconfig veth0 | grep inet6 | sort
ifconfig veth0 inet6 del fc00::1/64; echo $?
ifconfig veth0 inet6 del fc00::1/64; echo $?
ifconfig veth0 | grep inet6 | sort
