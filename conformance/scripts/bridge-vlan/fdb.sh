# profile: debian
# The forwarding database has its entries for each VLAN.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1 mcast_snooping 0
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
done
t bridge fdb show
t bridge vlan add dev p1 vid 10
t bridge fdb show dev p1
t bridge vlan add dev br0 vid 10 self
t bridge fdb show br br0
t bridge fdb add 02:00:00:00:09:01 dev p1 master
t bridge fdb add 02:00:00:00:09:02 dev p1 master vlan 10
t bridge fdb add 02:00:00:00:09:02 dev p1 master vlan 11
t bridge fdb add 02:00:00:00:09:03 dev p2 master vlan 10
t bridge fdb add 02:00:00:00:09:04 dev p1 master static
t bridge fdb add 02:00:00:00:09:05 dev p1 master dynamic vlan 10
t bridge fdb add 02:00:00:00:09:06 dev br0 self local vlan 10
t bridge fdb show
t bridge fdb show vlan 10
t bridge fdb get 02:00:00:00:09:02 br br0 vlan 10
t bridge fdb get 02:00:00:00:09:02 br br0
t bridge fdb del 02:00:00:00:09:01 dev p1 master
t bridge fdb del 02:00:00:00:09:02 dev p1 master vlan 10
t bridge fdb del 02:00:00:00:09:02 dev p1 master vlan 10
t bridge fdb show dev p1
t bridge vlan del dev p1 vid 10
t bridge fdb show dev p1
t ip link set br0 type bridge vlan_filtering 0
t bridge fdb show dev p1
t ip link set br0 type bridge vlan_filtering 1
t ip link set p1 address 02:00:00:00:01:91
t bridge fdb show dev p1
t ip link set br0 type bridge vlan_default_pvid 3
t bridge fdb show
t ip link set br0 address 02:00:00:00:00:b1
t bridge fdb show dev br0
t ip link set p1 nomaster
t bridge fdb show
