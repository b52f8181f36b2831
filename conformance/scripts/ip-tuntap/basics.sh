# Devices that wait for a program: made, listed, removed.
ip tuntap
ip tuntap add tap0 mode tap; echo $?
ip tuntap add dev tun0 mode tun; echo $?
ip tuntap add mode tap name tap1 user 0 group 0; echo $?
ip tuntap add dev tun1 mode tun one_queue; echo $?
ip tuntap add dev tap2 mode tap multi_queue pi vnet_hdr; echo $?
ip tuntap | sort
ip tuntap list dev tun0
ip -d tuntap show dev tap0
ip link set tap0 up; ip link set tun0 up
ip link show tap0 | head -1
ip link show tun0
ip tuntap del tap0 mode tap; echo $?
ip tuntap del dev tun0 mode tap; echo $?
ip tuntap del tun0 mode tun; echo $?
ip link del tap1; echo $?
ip tuntap | sort
