# flush: a device, a label, a family, everything; and what it says.
ip link add veth0 type veth peer name veth1
ip link set lo up
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.1.1/24 dev veth0 label veth0:x
ip addr add 10.0.2.1/24 dev veth1
ip addr flush label 'veth0:x'; echo $?
ip -br -4 addr
ip -s addr flush dev veth0; echo $?
ip -br -4 addr
ip -s -s -4 addr flush dev veth1; echo $?
ip addr flush dev veth0; echo $?
ip addr flush; echo $?
ip addr flush dev nosuch; echo $?
ip addr flush scope global; echo $?
ip -br addr
