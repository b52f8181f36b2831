# What the kernel says of bridges and their ports.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
ip link add brtest0 address 02:00:00:00:00:99 type bridge
ip link add vbrtest0 address 02:00:00:00:00:10 type veth peer name vbrtest1
ip link set vbrtest0 master brtest0
ip link set vbrtest0 up
ip link set vbrtest1 up
ip link set brtest0 up
sleep 1.5
bridge link set dev vbrtest0 state blocking
bridge fdb add 00:00:00:00:00:00 dev vbrtest0 master
bridge fdb add 02:00:00:00:00:01 dev vbrtest0 master static vlan 7
bridge fdb add 02:00:00:00:00:01 dev brtest0 self dynamic
bridge fdb add 02:00:00:00:00:01 dev vbrtest1 self static
ip link set vbrtest1 address 02:00:00:00:00:10
ip link set vbrtest0 down
ip link set brtest0 down
ip link set vbrtest0 nomaster
ip link set vbrtest0 master brtest0
ip link set brtest0 type bridge stp_state 1 forward_delay 200
ip link set vbrtest0 up
ip link set brtest0 up
sleep 6
ip link set vbrtest1 down
sleep 1.5
ip link set brtest0 promisc on
ip link set brtest0 promisc off
ip link del vbrtest0
ip link del brtest0
dmesg -t | sed -n "/$mark/,\$p" | grep -E 'brtest|RTM_NEWNEIGH'
