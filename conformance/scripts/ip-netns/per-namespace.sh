# Sysctls and host names: which are the namespace's own.
ip netns add red
ip netns exec red sysctl -w net.ipv4.ip_forward=1
sysctl net.ipv4.ip_forward
ip netns exec red sysctl net.ipv4.ip_forward
ip netns exec red sysctl -w net.ipv4.conf.default.rp_filter=1
ip netns exec red ip netns add blue
ip netns exec blue sysctl net.ipv4.conf.default.rp_filter net.ipv4.conf.all.forwarding
ip link add v0 netns red type veth peer name v1 netns blue
ip netns exec red sysctl net.ipv4.conf.v0.rp_filter
ip netns exec blue sysctl net.ipv4.conf.v1.rp_filter
ip netns exec red hostname
ip netns exec red sysctl -w kernel.hostname=inside
hostname
