# Routes through loopback refuse, but for addresses of the host; what they lose by that.
ip link set lo up; 
ip -6 route add 2001:db8:14::/48 dev lo pref high expires 100; ip -6 route; ip -6 route get 2001:db8:14::1; ping -6 -c 1 -W 1 2001:db8:14::1; ip -6 route add unreachable 2001:db8:15::/48 pref high expires 100 mtu 1300; ip -6 route
ip addr add 2001:db8:16::1/64 dev lo valid_lft 100 preferred_lft 100; sleep 0.2; ip -6 route; ip -6 route get 2001:db8:16::5; ping -6 -c 1 -W 1 2001:db8:16::5
awk '$10 == "lo" {print $1, $2, $6, $9}' /proc/net/ipv6_route
