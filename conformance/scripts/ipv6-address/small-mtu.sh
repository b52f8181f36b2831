# A device that is too small for IPv6 takes no address, whatever else is wrong with it.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 mtu 245
for words in 'fd00::3/127 mngtmpaddr' 'fd00::3/64 mngtmpaddr' 'fd00::3/64' 'fd00::3/64 optimistic nodad' 'ff02::1/64'; do
    for device in v0 v1; do
        echo "\$ ip addr add $words dev $device"
        ip addr add $words dev $device
        echo "status $?"
    done
done
ip addr replace fd00::3/80 dev v0
ip addr replace fd00::3/80 mngtmpaddr dev v0
ip -6 addr show
