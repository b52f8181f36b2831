# MTU below 1280: IPv6 leaves the device, and comes back.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::1/64 dev h0 nodad; ip -6 route add default via 2001:db8::2
ip link set h0 mtu 1279; ip -6 addr show dev h0; ip -6 route; ls /proc/sys/net/ipv6/conf | grep h0; ip addr add 2001:db8::1/64 dev h0; ip -6 route add 2001:db8::/64 dev h0; sysctl net.ipv6.conf.h0.hop_limit; ip -d link show h0 | grep -c addrgenmode; cat /proc/net/dev_snmp6/h0; ping -6 -c 1 -W 1 fe80::1%h0
ip link set h0 mtu 1280; sleep 2.4; ip -6 addr show dev h0; ip -6 route; cat /proc/sys/net/ipv6/conf/h0/mtu; ip link set h0 mtu 9000; cat /proc/sys/net/ipv6/conf/h0/mtu
ip link set h0 down; ip link set h0 mtu 1000; ip link set h0 up; sleep 0.5; ip -6 addr show dev h0
