# Another link-layer address, another namespace, another name: what becomes of addresses and settings.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::1/64 dev h0 nodad; sysctl -qw net.ipv6.conf.h0.hop_limit=99
ip link set h0 address 02:00:00:00:00:1a; sleep 0.3; ip -6 addr show dev h0; ip -6 maddr show dev h0
ip link set h0 down; ip link set h0 up; sleep 2.4; ip -6 addr show dev h0; ip -6 maddr show dev h0
ip link set h0 down; ip link set h0 name x0; sysctl net.ipv6.conf.x0.hop_limit; ip link set x0 up; sleep 2.4; ip -6 -o addr show dev x0
ip netns add n; ip netns exec n sysctl -qw net.ipv6.conf.default.hop_limit=55; ip link set x0 netns n; ip netns exec n sysctl net.ipv6.conf.x0.hop_limit; ip -n n -6 addr; ip -n n link set x0 up; sleep 2.4; ip -n n -6 -o addr
sysctl -qw net.ipv6.conf.default.hop_limit=77 net.ipv6.conf.all.hop_limit=66; ip link add y0 type veth peer name y1; sysctl net.ipv6.conf.y0.hop_limit; ip netns add m; ip netns exec m sysctl net.ipv6.conf.default.hop_limit net.ipv6.conf.all.hop_limit
