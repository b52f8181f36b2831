# Promiscuous mode, all multicast, new names.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
ip link add klda type veth peer name kldb
ip link set klda name kldc
ip link set kldc up
ip link set kldc name kldd
ip link set kldd name kldd
ip link set kldd promisc on
ip link set kldd promisc on
ip link set kldd promisc off
ip link set kldd allmulticast on
ip link set kldd allmulticast off
ip link set kldd allmulticast on promisc on
ip link set kldd down
ip link add klde type veth peer name kldf
ip link set klde promisc on
ip link del klde
ip netns add a
ip link set kldb netns a name kldg
ip -n a link set kldg up
ip -n a link set kldg name kldh
ip -n a link set kldh netns 1 2>/dev/null
ip -n a link add kldi type veth peer name kldj
ip -n a link set kldi promisc on
ip netns del a
ip link add kldk promisc on type veth peer name kldl
ip tuntap add kldm mode tap
ip link set kldm promisc on
ip link set kldm name kldn
log 'kld[a-z]'
dmesg -x | grep -c '^kern  :info  : \[.*\] kldn: renamed from kldm$' | sed 's/[1-9][0-9]*/some/'
