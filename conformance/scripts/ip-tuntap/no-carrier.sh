# A tap that no program has opened: no carrier, and what that means for its route.
ip netns add a
ip -n a tuntap add tap0 mode tap
ip -n a addr add 10.0.0.1/24 dev tap0
ip -n a link set tap0 up
ip -n a link show tap0 | sed 's/link.ether.*//'
ip -n a route
ip netns exec a ping -c 1 -W 1 10.0.0.2; echo $?
cat /proc/net/dev >/dev/null
ip -n a -s link show tap0 | tail -4
ip netns exec a cat /sys/class/net/tap0/carrier /sys/class/net/tap0/operstate /sys/class/net/tap0/tun_flags
