# Multicast addresses: autojoin, and ip maddr.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add ff05::1234/128 dev h0; echo $?
ip addr add ff05::1234/128 dev h0 autojoin; echo $?
ip -6 addr show dev h0; ip maddr show dev h0
cat /proc/net/igmp6 | awk '$2 == "h0"'
ip addr del ff05::1234/128 dev h0; ip maddr show dev h0
ip maddr add 33:33:00:00:00:99 dev h0; ip -6 maddr show dev h0; ip maddr show dev h0
ip -j -6 maddr show dev h0
ip addr add 2001:db8::1/64 dev h0 nodad; ip addr add 2001:db8::2:1/64 dev h0 nodad; ip -6 maddr show dev h0
sysctl -qw net.ipv6.conf.h0.forwarding=1; ip -6 maddr show dev h0; cat /proc/net/anycast6
sysctl -qw net.ipv6.conf.h0.forwarding=0; ip -6 maddr show dev h0; cat /proc/net/anycast6
