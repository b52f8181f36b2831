# Every combination of two ends.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
show() { for d in veth0 veth1; do ip link show $d | head -1; done; cat /sys/class/net/veth[01]/operstate; cat /sys/class/net/veth0/carrier; }
show
ip link set veth0 up; show
ip link set veth1 up; show
ip link set veth0 down; show
ip link set veth1 down; show
