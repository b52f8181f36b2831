# MTU: its bounds, and that each end has its own.
ip link add veth0 type veth peer name veth1
ip link set veth0 mtu 9000; echo $?
ip link set veth0 mtu 68; echo $?
ip link set veth0 mtu 67; echo $?
ip link set veth0 mtu 65535; echo $?
ip link set veth0 mtu 65536; echo $?
ip link set veth0 mtu 0; echo $?
ip link set veth0 mtu -1; echo $?
ip link set veth0 mtu many; echo $?
ip link set lo mtu 100; echo $?
ip link | grep mtu
