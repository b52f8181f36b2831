# What is told of groups and routers.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
report() { inject h$1 01005e$2 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 $3 94040000 16 00 0000 $3; }
leave() { inject h$1 01005e000002 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 e0000002 94040000 17 00 0000 $2; }
query() { inject h$1 01005e000001 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 $2 e0000001 94040000 11 64 0000 00000000; }
data() { inject h$1 01005e$2 02000000020$1 0800 4500 001e 0000 4000 05 11 0000 0a00000$1 $3 1000 2000 000a 0000 6162; }
ip link add br0 address 02:00:00:00:00:b0 type bridge
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
bridge monitor mdb link >seen &
sleep 0.5
bridge mdb add dev br0 port p1 grp 239.1.1.1 permanent
bridge mdb add dev br0 port br0 grp 239.1.1.1 temp
bridge mdb del dev br0 port p1 grp 239.1.1.1
bridge mdb del dev br0 port br0 grp 239.1.1.1
report 1 010102 ef010102
sleep 0.2
report 1 010102 ef010102
query 2 0a000002
sleep 0.2
ip link set p3 type bridge_slave mcast_router 2
ip link set p3 type bridge_slave mcast_router 0
ip link set p1 type bridge_slave mcast_fast_leave on
leave 1 ef010102
bridge mdb add dev br0 port p1 grp ff05::77
bridge mdb add dev br0 port p2 grp 01:00:5e:01:01:01 permanent
ip link set p1 nomaster
ip link set p2 down
ip link set br0 down
ip link del br0
sleep 0.5
kill %1; wait
cat seen
