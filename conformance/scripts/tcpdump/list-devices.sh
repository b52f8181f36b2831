# -D.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up; ip link set lo up
ip tuntap add tap0 mode tap
tcpdump -D; echo $?
tcpdump --list-interfaces | head -1
