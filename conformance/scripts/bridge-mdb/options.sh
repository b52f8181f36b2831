# Settings of multicast snooping: of the bridge and of its ports, values that are kept, rounded and refused.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t ip link add br0 address 02:00:00:00:00:b0 type bridge
show() { ip -d link show dev br0 | grep -o 'mcast_snooping [^ ]*\|mcast_router.*mcast_mld_version [^ ]*'; }
t show
set() { t ip link set br0 type bridge "$@"; ip -d link show dev br0 | grep -o " $1 [^ ]*"; }
set mcast_snooping 0
set mcast_snooping 1
set mcast_snooping 2
set mcast_router 0
set mcast_router 2
set mcast_router 3
set mcast_router 1
set mcast_query_use_ifaddr 1
set mcast_querier 1
set mcast_querier 0
set mcast_hash_elasticity 4
set mcast_hash_max 512
set mcast_hash_max 513
set mcast_hash_max 0
set mcast_last_member_count 3
set mcast_startup_query_count 1
set mcast_last_member_interval 50
set mcast_membership_interval 1000
set mcast_querier_interval 2000
set mcast_query_interval 3000
set mcast_query_response_interval 500
set mcast_startup_query_interval 700
set mcast_query_interval 1
set mcast_startup_query_interval 1
set mcast_stats_enabled 1
set mcast_igmp_version 1
set mcast_igmp_version 4
set mcast_mld_version 0
set mcast_mld_version 3
t show
ip link add p1 type veth peer name h1
ip link set p1 master br0
port() { t ip link set p1 type bridge_slave "$@"; ip -d link show dev p1 | grep -o " $1 [^ ]*"; }
ip -d link show dev p1 | grep -o 'mcast_[^ ]* [^ ]*'
port mcast_router 0
port mcast_router 2
port mcast_router 3
port mcast_router 4
port mcast_router 1
port mcast_fast_leave on
port mcast_flood off
port mcast_to_unicast on
t bridge -d link show dev p1 | grep -o 'mcast_[^ ]* [^ ]*'
t bridge link set dev p1 mcast_router 2
t bridge -d mdb show
t bridge -d -s mdb show
t ip link set p1 up
t ip link set br0 up
t bridge -d mdb show
for f in multicast_snooping multicast_router multicast_querier hash_max hash_elasticity multicast_igmp_version multicast_mld_version multicast_query_interval multicast_last_member_count; do
  t cat /sys/class/net/br0/bridge/$f
done
