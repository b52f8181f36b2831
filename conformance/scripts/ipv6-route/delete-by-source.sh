# A source matters only where there are routes by source; families that are none of IP.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip addr add fd00::1/64 dev veth0 nodad
ip addr add 10.0.0.1/24 dev veth0
sleep 0.2
ip -6 route del ::/0 from fd00::/8
ip -6 route add fd11::/64 dev veth0
ip -6 route del fd11::/64 from fd00::/8
ip -6 route add fd11::/64 dev veth0
ip -6 route add fd11::/64 dev veth0 from fd00::/16
ip -6 route del fd11::/64 from fd00::/8
ip -6 route del fd11::/64 from fd00::/16
ip -6 route del fd11::/64 from fd00::/16
ip -6 route add fd11::/64 dev veth0 from fd00::/16
ip -6 route del fd11::/64
ip -6 route add default dev veth0 from fd00::/16
ip -6 route del default
ip -6 route del default from fd00::/8
ip -6 route del default from fd00::/16
ip -6 route del default from fd00::/16
ip -6 route add default dev veth0
ip -6 route del default from fd00::/16
ip -6 route del default from fd00::/16
ip -0 neigh add 10.0.0 dev veth0
ip -0 neigh add fd00::1 dev veth0
ip -0 neigh add 02:00:00:00:00:01 dev veth0
ip -0 neigh add default dev veth0
ip -0 neigh add 1.2.3.x dev veth0
ip -0 neigh add foo dev veth0
ip -0 neigh get foo dev veth0
ip -0 route get foo
ip -0 rule add from foo
ip -0 rule add table 7
ip -0 rule
ip -0 neigh
ip -0 route
