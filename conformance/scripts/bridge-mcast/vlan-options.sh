# profile: debian
# What each VLAN has for snooping of its own: set, shown, told, refused.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge
t ip link set br0 type bridge mcast_vlan_snooping 1
ip link set br0 type bridge vlan_filtering 1
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
bridge vlan add vid 10-13 dev p1
bridge vlan add vid 11 dev br0 self
bridge monitor mdb vlan link >seen &
sleep 0.5
t bridge vlan global show
t bridge vlan global set vid 10 dev br0 mcast_igmp_version 3 mcast_mld_version 2 mcast_querier_interval 2000
t bridge vlan global set vid 11-12 dev br0 mcast_last_member_count 3 mcast_startup_query_count 4 mcast_last_member_interval 50
t bridge vlan global set vid 11-13 dev br0 mcast_membership_interval 1000 mcast_query_interval 3000 mcast_query_response_interval 500 mcast_startup_query_interval 700
t bridge vlan global set vid 13 dev br0 mcast_snooping 0 mcast_querier 1
t bridge vlan global set vid 13 dev br0 mcast_snooping 0
t bridge vlan global set vid 10 dev br0 mcast_igmp_version 4
t bridge vlan global set vid 10 dev br0 mcast_query_interval 1
t bridge vlan global set vid 10-20 dev br0 mcast_querier 1
t bridge vlan global set vid 20 dev br0 mcast_querier 1
t bridge vlan global set vid 10 dev p1 mcast_querier 1
t bridge vlan global show
t bridge vlan global show vid 11
t bridge -j vlan global show
t bridge vlan set vid 10 dev p1 mcast_router 2
t bridge vlan set vid 11-12 dev p1 mcast_router 0
t bridge vlan set vid 11-12 dev p1 mcast_router 4
t bridge vlan set vid 11 dev br0 mcast_router 2
t bridge vlan set vid 11 dev br0 mcast_router 3
t bridge vlan set vid 12 dev br0 mcast_router 2
t bridge -d vlan show
t bridge vlan global show vid 10
t bridge -d -s vlan global show vid 10
bridge vlan add vid 10 dev p2
t bridge vlan set vid 10 dev p2 mcast_router 2
t bridge -s vlan global show vid 10
t bridge -j vlan global show vid 10
t bridge -d mdb show
t ip link set br0 type bridge mcast_vlan_snooping 1
ip -d link show br0 | grep -o 'mcast_vlan_snooping [01]'
t bridge mdb add dev br0 port p1 grp 239.1.1.1
t bridge mdb add dev br0 port p1 grp 239.1.1.1 vid 13
t bridge mdb add dev br0 port p1 grp 239.1.1.1 vid 20
t bridge mdb add dev br0 port p1 grp 239.1.1.2 vid 10
t bridge mdb add dev br0 port p1 grp 239.1.1.2 vid 11 permanent
t bridge mdb add dev br0 port p1 grp 239.1.1.3 vid 10 permanent
t bridge mdb show
bridge vlan del vid 10 dev p1
t bridge mdb show
bridge vlan add vid 14 dev p1
t bridge vlan global show vid 14
t ip link set br0 type bridge vlan_filtering 0
ip -d link show br0 | grep -o 'mcast_vlan_snooping [01]'
ip link set br0 down
sleep 0.5
kill %1; wait
grep -e vlan -e grp -e router -e mcast seen
