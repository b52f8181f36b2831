# The values at first.
sysctl net.ipv4.conf.default net.ipv4.icmp_ratelimit net.ipv4.icmp_ratemask net.ipv4.ip_default_ttl net.ipv4.icmp_echo_ignore_broadcasts net.ipv4.ping_group_range net.ipv4.fwmark_reflect
sysctl net.ipv6.conf.default 2>/dev/null | grep -E 'accept_dad|dad_transmits|disable_ipv6|router_solicitations|forwarding|hop_limit|mtu|accept_ra =|autoconf'
# What only the first namespace has.
ip netns add a
ip netns exec a sysctl net.ipv4.neigh.default; echo $?
