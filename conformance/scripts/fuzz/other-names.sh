# Words of route, ping and traceroute that are other words' names, or of another family.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up; ip link add veth0 type veth peer name veth1; ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up;ip link set veth1 up
sleep .1
route add -host 10.5.0.1 mtu 1000 dev veth0
route add -host 10.5.0.2 mss 1000 dev veth0
route add -host 10.5.0.3 mtu 10 dev veth0
route add -host 10.5.0.4 mtu
route del 10.0.1.5 metric 1 mtu
route -6 add fd00::/64 mtu 1000 dev veth0
route -ee
ip route
traceroute -4 fe80::1%nosuch
traceroute -4 fe80::1%99
ping -4 fe80::1%nosuch
ping -c 1 -W .2 -C 10.0.0.1
ping -c 1 -W .2 -C -I veth0 10.0.0.1
ping -c 1 -W .2 -C ::1
ping -c 1 -W .2 -C -I lo 127.0.0.1
