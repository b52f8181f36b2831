# profile: debian
# Tunnel identifiers of VLANs, where the port is none that has any.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
ip link add p1 address 02:00:00:00:01:01 type veth peer name h1 address 02:00:00:00:02:01
ip link set p1 master br0
t bridge vlan add dev p1 vid 10
t bridge vlan tunnelshow
t bridge vlan add dev p1 vid 10 tunnel_info id 100
t bridge link set dev p1 vlan_tunnel on
t bridge vlan tunnelshow
