# What is refused, and with which words.
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.0.1/24 dev veth0; echo $?
ip addr add 10.0.0.1/25 dev veth0; echo $?
ip addr add 10.0.0.1/33 dev veth0; echo $?
ip addr add 10.0.0.300/24 dev veth0; echo $?
ip addr add 10.0.0 dev veth0; echo $?
ip addr add foo/24 dev veth0; echo $?
ip addr add 10.0.0.5/24; echo $?
ip addr add dev veth0; echo $?
ip addr add 10.0.0.5/24 dev nosuch; echo $?
ip addr add 10.0.0.5/24 dev veth0 label other; echo $?
ip addr add 10.0.0.5/24 dev veth0 scope nosuch; echo $?
ip addr add 10.0.0.5/24 dev veth0 frob; echo $?
ip addr add 10.0.0.5/24 dev veth0 valid_lft 5 preferred_lft 10; echo $?
ip addr add 10.0.0.5/24 dev veth0 valid_lft 0; echo $?
ip addr add 224.0.0.1/24 dev veth0; echo $?
ip addr add 0.0.0.0/0 dev veth0; echo $?
ip addr add 255.255.255.255/32 dev veth0; echo $?
ip -6 addr add 10.0.0.5/24 dev veth0; echo $?
ip -4 addr add fc00::1/64 dev veth0; echo $?
ip addr add fc00::1/129 dev veth0; echo $?
ip addr add ff02::1/64 dev veth0; echo $?
ip addr add ::1/128 dev veth0; echo $?
ip addr; ip addr frob; echo $?
