# profile: debian
# VLANs that are networks of a tunnel, between two bridges.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
show() { bridge vlan tunnelshow; bridge -d vlan show dev x0; }
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
ip link add x0 address 02:00:00:00:01:00 type vxlan external dstport 4789
ip link add x1 address 02:00:00:00:01:01 type vxlan external dstport 4790
ip link set x0 master br0; ip link set x1 master br0
bridge vlan add dev x0 vid 2-20; bridge vlan add dev x1 vid 2-20
t bridge vlan add dev x0 vid 10 tunnel_info id 100
t bridge link set dev x0 vlan_tunnel on
bridge link set dev x1 vlan_tunnel on
bridge -d link show dev x0
t bridge vlan add dev x0 vid 10 tunnel_info id 100; show
t bridge vlan add dev x0 vid 10 tunnel_info id 100
t bridge vlan add dev x0 vid 10 tunnel_info id 101
t bridge vlan add dev x0 vid 11 tunnel_info id 100
t bridge vlan add dev x0 vid 30 tunnel_info id 30
t bridge vlan add dev x0 vid 12-15 tunnel_info id 112-115; show
t bridge vlan add dev x0 vid 16-18 tunnel_info id 200-201
t bridge vlan add dev x0 vid 11 tunnel_info id 101; show
t bridge vlan add dev x0 vid 16-18 tunnel_info id 116
t bridge vlan add dev x0 vid 16 tunnel_info id 0
t bridge vlan add dev x0 vid 17 tunnel_info id 16777216
t bridge vlan add dev x0 vid 18 tunnel_info
t bridge vlan add dev x0 vid 18 tunnel_info 5
t bridge vlan add dev x0 vid 14-19 tunnel_info id 214-219; show
t bridge vlan add dev x1 vid 10 tunnel_info id 100
bridge vlan tunnelshow; bridge vlan tunnelshow dev x1; bridge vlan tunnelshow vid 13
bridge -j -p vlan tunnelshow; bridge -j vlan tunnelshow dev x1
t bridge vlan del dev x0 vid 13 tunnel_info id 5; show
t bridge vlan del dev x0 vid 19 tunnel_info id 5
t bridge vlan del dev x0 vid 30 tunnel_info id 5
t bridge vlan del dev x0 vid 12-14 tunnel_info id 112-114; show
t bridge vlan del dev x0 vid 15; show
t bridge vlan add dev br0 vid 10 self tunnel_info id 7
t bridge link set dev x0 vlan_tunnel off; show
t bridge link set dev x0 vlan_tunnel on; show
for i in x 5x 5-x 5- -5 5-6-7 16777215 -1 0x10; do t bridge vlan add dev x1 vid 5 tunnel_info id $i; done
for i in x 5-x 5-6-7 6-7 6-16777216; do t bridge vlan add dev x1 vid 6-7 tunnel_info id $i; done
bridge vlan tunnelshow
