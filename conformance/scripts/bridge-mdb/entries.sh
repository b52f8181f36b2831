# Entries for groups that user space makes: on ports and on the bridge, permanent and temporary, and what is refused.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
t bridge mdb show
t bridge mdb add dev br0 port p1 grp 239.1.1.1
ip link set br0 up
sleep 1.5
t bridge mdb add dev br0 port p1 grp 239.1.1.1
t bridge mdb add dev br0 port p1 grp 239.1.1.1
t bridge mdb add dev br0 port p1 grp 239.1.1.2 permanent
t bridge mdb add dev br0 port p2 grp 239.1.1.3 permanent
t bridge mdb add dev br0 port br0 grp 239.1.1.4 permanent
t bridge mdb add dev br0 port br0 grp 239.1.1.4 permanent
t bridge mdb add dev br0 port br0 grp 239.1.1.5 temp
t bridge mdb add dev br0 port p1 grp ff05::1 permanent
t bridge mdb add dev br0 port p1 grp 01:02:03:04:05:06 permanent
t bridge mdb add dev br0 port p1 grp 01:02:03:04:05:07
t bridge mdb show
t bridge -d mdb show
t bridge -s mdb show | sed 's/2[56][0-9]\.[0-9]*$/T/'
t bridge -j mdb show
t bridge -j -p -d mdb show
t bridge mdb show dev br0
t bridge mdb add dev br0 port p1 grp 224.0.0.5 permanent
t bridge mdb add dev br0 port p1 grp 10.0.0.1 permanent
t bridge mdb add dev br0 port p1 grp ff02::1 permanent
t bridge mdb add dev br0 port p1 grp ff02::5 permanent
t bridge mdb add dev br0 port p1 grp fd00::1 permanent
t bridge mdb add dev br0 port p1 grp 02:00:00:00:00:01 permanent
t bridge mdb add dev br0 port p1 grp 239.1.1.1 vid 10
t bridge mdb add dev br0 port h1 grp 239.1.1.1
t bridge mdb add dev p1 port p1 grp 239.1.1.1
t bridge mdb add dev br0 port nix grp 239.1.1.1
t bridge mdb add dev nix port p1 grp 239.1.1.1
t bridge mdb add dev br0 grp 239.1.1.1
t bridge mdb add dev br0 port p1 grp nix
t bridge mdb del dev br0 port p1 grp 239.1.1.1
t bridge mdb del dev br0 port p1 grp 239.1.1.1
t bridge mdb del dev br0 port p2 grp 239.1.1.2
t bridge mdb del dev br0 port br0 grp 239.1.1.4
t bridge mdb del dev br0 port p1 grp 01:02:03:04:05:06
t bridge mdb show
ip link set p1 nomaster
t bridge mdb show
ip link set br0 down
t bridge mdb show
ip link set br0 up
sleep 1
t bridge mdb show
t ip link set br0 type bridge mcast_snooping 0
t bridge mdb show
t bridge mdb add dev br0 port p2 grp 239.1.1.9
t ip link set br0 type bridge mcast_snooping 1
t ip link del br0
t bridge mdb show
