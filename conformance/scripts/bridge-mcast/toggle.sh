# Snooping is switched off and on: what becomes of groups, of routers behind ports and of the bridge's questions, and who is told.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge forward_delay 0
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 1.6
bridge -d monitor all > log &
sleep 0.3
igmp() { inject h$1 01005e000016 02000000020$1 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$1 $2 94040000 $3 00 0000 $2; }
show() { echo "# $*"; bridge -d mdb show dev br0 | sed -E 's/ +[0-9]+\.[0-9]+/ T/g' | sort; bridge -d -s mdb show | grep router | sed -E 's/ +[0-9]+\.[0-9]+/ T/g'; }
s() { echo "\$ $*"; "$@"; echo "[$?]"; sleep 0.05; }
s bridge mdb add dev br0 port p1 grp 239.1.1.1 permanent
s bridge mdb add dev br0 port p2 grp 239.1.1.2 temp
s bridge mdb add dev br0 port br0 grp 239.1.1.3 temp
s bridge mdb add dev br0 port p1 grp 01:02:03:04:05:06 permanent
igmp 3 239.1.1.4 16
s bridge link set dev p1 mcast_router 2
s bridge link set dev p2 mcast_router 3
# a question from behind the third port: a router
inject h3 01005e000001 020000000203 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.3 224.0.0.1 94040000 11 64 0000 0.0.0.0
sleep 0.05
show on
s ip link set br0 type bridge mcast_snooping 0; show off
igmp 3 239.1.1.5 16; show off, and somebody joins
s bridge link set dev p3 mcast_router 2; show off, and a port is a router
s bridge link set dev p3 mcast_router 1
s bridge link set dev p1 mcast_router 1
s bridge link set dev p1 mcast_router 2
s ip link set br0 type bridge mcast_snooping 0; show off again
s ip link set br0 type bridge mcast_snooping 1; show on
s ip link set br0 type bridge mcast_snooping 1
s ip link set br0 type bridge mcast_snooping 0
s ip link set p1 down; show off, a port is down
s ip link set p2 nomaster; show off, a port is away
s ip link set p2 master br0
s ip link set p1 up
s bridge link set dev p2 mcast_router 2
s ip link set br0 down
s ip link set br0 type bridge mcast_snooping 1; show on, but down
s ip link set br0 up; show up
s ip link set br0 down; show down
s ip link set br0 type bridge mcast_snooping 0; show off and down
s ip link set br0 up; show up
s ip link set br0 type bridge mcast_querier 1 mcast_snooping 1; sleep 0.1
tcpdump -tnr /dev/null 2> /dev/null; show querier
sleep 0.2; kill %1; grep -v -E 'LINK|hairpin|NEIGH' log
