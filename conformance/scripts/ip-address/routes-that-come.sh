# Local, broadcast and subnet routes come and go with the address.
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip route show table all | grep -v ^fe80
ip link set veth0 up
ip route show table local
ip route
ip addr add 10.0.0.2/24 brd + dev veth0
ip route show table local
ip link set veth0 down
ip route show table local
ip route
ip addr del 10.0.0.1/24 dev veth0
ip route show table local
