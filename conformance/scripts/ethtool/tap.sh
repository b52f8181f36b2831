# A tap.
ip tuntap add tap0 mode tap
ethtool tap0; ethtool -i tap0
ip link set tap0 up; ethtool tap0 | tail -1
