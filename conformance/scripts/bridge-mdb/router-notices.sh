# What listeners hear of a bridge, its ports and their settings.
for d in p1 p2 q1 q2; do echo 1 > /proc/sys/net/ipv6/conf/$d/disable_ipv6; ip link set $d up; done
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
ip link add br0 address 02:00:00:00:00:01 type bridge forward_delay 0
ip link set p1 master br0
ip link set p2 master br0
ip link set br0 up
sleep 1.5
bridge -d monitor all > m1 &
sleep 0.3
s() { echo "$@"; "$@"; sleep 0.1; }
s ip link set br0 type bridge priority 1000
s bridge link set dev p1 mcast_router 2
s ip link set br0 type bridge mcast_snooping 0
s ip link set br0 type bridge mcast_snooping 1
s ip link set br0 type bridge mcast_router 2
s ip link set br0 type bridge mcast_vlan_snooping 1
s ip link set br0 type bridge mcast_vlan_snooping 0
s ip link set br0 type bridge mcast_router 1
s bridge link set dev p1 mcast_router 0
s bridge link set dev p1 mcast_router 3
s bridge link set dev p2 mcast_router 2
s bridge link set dev p1 mcast_router 1
s bridge link set dev p2 mcast_router 3
s bridge -d mdb show
s ip link set p2 down
s ip link set p2 nomaster
s ip link set br0 down
sleep 0.2; kill %1; cat m1
