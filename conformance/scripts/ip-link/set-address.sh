# Hardware addresses: what is accepted, and what derives from them.
ip link add veth0 type veth peer name veth1
ip link set veth0 address 02:11:22:33:44:55; echo $?
ip link set veth0 address 02:11:22:33:44; echo $?
ip link set veth0 address 02:11:22:33:44:55:66; echo $?
ip link set veth0 address 00:00:00:00:00:00; echo $?
ip link set veth0 address 01:00:00:00:00:00; echo $?
ip link set veth0 address zz:00:00:00:00:00; echo $?
ip link set veth0 up
ip link set veth0 address 02:11:22:33:44:66; echo $?
ip link set veth0 broadcast 02:ff:ff:ff:ff:ff; echo $?
ip link set lo address 00:00:00:00:00:01; echo $?
ip link
