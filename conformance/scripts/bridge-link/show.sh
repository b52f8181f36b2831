# Ports as bridge link shows them, in all its forms.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1
ip link add veth2 address 02:00:00:00:00:20 type veth peer name veth3
bridge link
bridge -j link
ip link set veth0 master br0
ip link set veth2 master br0
ip link set veth0 type bridge_slave backup_port veth2
bridge link
bridge link show dev veth0
bridge link show dev br0
bridge link show dev nosuch; echo $?
bridge link show foo
bridge link show dev veth0 dev veth2; echo $?
bridge link lst
bridge -d link
bridge -s link
bridge -d -o link
bridge -j link
bridge -j -p -d link show dev veth0
bridge -color link show dev veth0
bridge -c -d link show dev veth2
ip netns add ns1
ip link add veth5 netns ns1 type veth peer name veth4 address 02:00:00:00:00:30
ip link set veth4 master br0
ip link set veth4 up
bridge -d link show dev veth4
ip netns exec ns1 bridge link
bridge -n ns1 link
