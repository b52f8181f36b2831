# /proc/net: if_inet6 and ipv6_route.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up; ip link set veth1 up; ip link set lo up
ip -6 addr add fc00::1/64 dev veth0 nodad
sleep 2.2
sort /proc/net/if_inet6
ip -6 route
ip -6 route show table local
awk '{print $1, $2, $3, $4, $5, $6, $9, $10}' /proc/net/ipv6_route | sort
