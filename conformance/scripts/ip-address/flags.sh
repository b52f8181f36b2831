# noprefixroute, home, nodad and their kind.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0 noprefixroute
ip addr add 10.0.1.1/24 dev veth0 metric 77
ip -4 addr show veth0
ip route
ip -6 addr add fc00::1/64 dev veth0 nodad
ip -6 addr add fc00:1::1/64 dev veth0 nodad noprefixroute
ip -6 addr show veth0 scope global
ip -6 route | grep fc00
ip addr add 10.0.2.1/24 dev veth0 nodad; echo $?
ip addr add 10.0.3.1/24 dev veth0 autojoin; echo $?
ip addr add 10.0.3.2/24 dev veth0 proto 5; echo $?
ip -4 addr show veth0
