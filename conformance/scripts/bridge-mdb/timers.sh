# profile: debian
# How long groups, routers and queriers live.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
report() { inject h$1 01005e$2 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 $3 94040000 16 00 0000 $3; }
query() { inject h$1 01005e000001 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 $2 e0000001 94040000 11 64 0000 00000000; }
ip link add br0 address 02:00:00:00:00:b0 type bridge
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
query 1 0a000001
report 2 010101 ef010101
bridge mdb add dev br0 port p3 grp 239.1.1.9
bridge mdb add dev br0 port br0 grp 239.1.1.8
bridge mdb add dev br0 port p3 grp 239.1.1.7 permanent
# in tens of seconds
show() { bridge -s -d mdb | sed 's/[0-9]\.[0-9][0-9]/x/'; }
sleep 5
t show
sleep 100
t show
report 2 010101 ef010101
query 1 0a000001
sleep 150
t show
# the kernel's timers for so long a time may be 16 s late
sleep 25
t show
sleep 70
t show
sleep 35
t show
t bridge -d mdb
ip link set br0 type bridge mcast_membership_interval 1000
report 2 010101 ef010101
sleep 5
t show
sleep 6
t show
