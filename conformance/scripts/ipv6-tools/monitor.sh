# What ip -6 monitor says while a device comes up, gets addresses and routes, and goes.
ip -6 monitor all > log & sleep 0.4
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4; echo "- address" >> log
ip addr add 2001:db8::1/64 dev h0; sleep 2.4; echo "- route" >> log
ip -6 route add default via 2001:db8::9; ip -6 rule add from 2001:db8::/32 table 100; ip -6 neigh add 2001:db8::9 lladdr 02:00:00:00:00:99 dev h0; sleep 0.1; echo "- forwarding" >> log
sysctl -qw net.ipv6.conf.all.forwarding=1; sysctl -qw net.ipv6.conf.h0.proxy_ndp=1; sysctl -qw net.ipv6.conf.default.forwarding=0; sleep 0.1; echo "- MTU" >> log
ip link set h0 mtu 1200; sleep 0.1; ip link set h0 mtu 1400; sleep 2.4; echo "- name and down" >> log
ip link set h0 down; sleep 1.2; ip link set h0 name h1; ip link set h1 up; sleep 2.4; echo "- away" >> log
ip link del h1; sleep 0.3; kill %1; wait; cat log
