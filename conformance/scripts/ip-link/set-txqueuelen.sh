# The queue's length.
ip link add veth0 type veth peer name veth1
ip link set veth0 txqueuelen 100; ip link show veth0 | head -1
ip link set veth0 qlen 7; ip link show veth0 | head -1
ip link set veth0 txqlen 0; ip link show veth0 | head -1
ip link set veth0 txqueuelen -5; echo $?
ip link set veth0 txqueuelen x; echo $?
