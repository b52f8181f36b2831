# Parameters of neighbours are listed newest first: a device whose MTU was too small for IPv6 got its own later.
ip link add dev brd1 address 02:00:00:00:00:15 index 20 mtu 609 type bridge
ip link add name veth1 numtxqueues 1 numrxqueues 1 type veth peer name eth0 address 02:00:00:00:00:18 numtxqueues 1 numrxqueues 1
ip ntable | grep dev
echo
ip link set veth1 up master brd1
ip ntable | grep dev
ip link show brd1
echo
ip link set brd1 mtu 700
ip ntable | grep dev
echo
ip link set brd1 mtu 1400
ip ntable | grep dev
