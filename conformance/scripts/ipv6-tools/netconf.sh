# ip netconf: settings that listeners are told of.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.h0.forwarding=1 net.ipv6.conf.r0.proxy_ndp=1 net.ipv6.conf.default.ignore_routes_with_linkdown=1 net.ipv4.conf.h0.rp_filter=1 net.ipv4.conf.all.proxy_arp=1
ip netconf; ip -6 netconf; ip -4 netconf show; ip -6 netconf show dev h0; ip netconf show dev h0; ip netconf show dev lo; ip -4 netconf list dev r0; ip -j -6 netconf show dev h0; ip -j -6 netconf; ip -6 netconf show h0
ip -6 netconf show dev none; echo $?; ip netconf show dev all; echo $?; ip netconf help; echo $?; ip netconf foo; echo $?; ip -o -6 netconf show dev h0; ip -d -6 netconf show dev h0; ip netconf show dev
ip link set h0 mtu 1000; ip -6 netconf show dev h0; ip netconf show dev h0
