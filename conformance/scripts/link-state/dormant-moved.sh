# A carrier that goes and comes back before anybody looks leaves the state as it was, though the mode is "dormant" by now.
ip netns add red
ip link add dev v3 address 02:00:00:00:00:13 type veth peer dev v1 address 02:00:00:00:00:14
ip link set v1 up
ip link set v3 up
sleep 1.2
states() {
    cat /sys/class/net/v3/operstate 2>/dev/null || ip -n red link show v3 | grep -o '<.*state [A-Z]*'
    ip link show v1 | grep -o '<.*state [A-Z]*'
}
ip link set dev v3 mode dormant
states
echo moved
ip link set v3 netns red up
states
sleep 1.2
states
echo down and up
ip -n red link set v3 down
sleep 0.1
states
ip -n red link set v3 up
sleep 0.1
states
echo another mode
ip -n red link set v3 mode default
sleep 1.2
states
ip link set v1 down
sleep 0.2
states
ip link set v1 up
sleep 0.2
states
