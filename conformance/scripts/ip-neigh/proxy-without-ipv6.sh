# A proxied IPv6 address needs a device that speaks IPv6.
ip link add name veth0 address 02:00:00:00:00:13 type veth peer dev veth1 address 02:00:00:00:00:14
ip link set veth1 mtu 68
for a in fd00::5 fe80::1 ::; do ip neigh add proxy $a dev veth1; echo $?; done
ip neigh add proxy 10.0.0.1 dev veth1
ip neigh add proxy 224.0.0.1 dev veth1
ip neigh show proxy
ip neigh del proxy fd00::5 dev veth1
ip neigh add fd00::7 lladdr 02:00:00:00:00:19 dev veth1; echo $?
ip neigh add proxy fd00::5 dev veth0; echo $?
ip link set veth0 mtu 1000
ip neigh show proxy
ip neigh del proxy fd00::5 dev veth0
ip link set veth0 mtu 1500
ip neigh add proxy fd00::5 dev veth0; echo $?
ip neigh add proxy fd00::5; echo $?
ip neigh show proxy
ip maddr show dev veth0
sysctl -w net.ipv6.conf.veth0.disable_ipv6=1
ip neigh show proxy
ip neigh add proxy fd00::6 dev veth0; echo $?
ip maddr show dev veth0
