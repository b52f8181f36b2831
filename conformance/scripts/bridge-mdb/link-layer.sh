# Groups that are MAC addresses count as (S, G)s: the host leaves with any port, and what is there already is told so.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add br0 address 02:00:00:00:00:01 type bridge
for i in 1 2; do ip link add p$i address 02:00:00:00:01:0$i type veth peer name q$i address 02:00:00:00:01:1$i; ip link set p$i master br0; ip link set p$i up; ip link set q$i up; done
for d in br0 p1 p2 q1 q2; do echo 1 > /proc/sys/net/ipv6/conf/$d/disable_ipv6; done
ip link set br0 up; sleep 1.5
for g in 01:02:03:04:05:06 "239.1.1.1 src 10.0.0.1" 239.1.1.1; do
for k in permanent temp; do
t bridge mdb add dev br0 port p1 grp $g $k;
t bridge mdb add dev br0 port p1 grp $g $k;
t bridge mdb add dev br0 port br0 grp $g $k;
t bridge mdb add dev br0 port br0 grp $g $k;
bridge -d mdb show dev br0 | sed -E 's/ +[0-9]+\.[0-9]+$/ T/g'
t bridge mdb del dev br0 port br0 grp $g $k;
t bridge mdb del dev br0 port p1 grp $g $k;
t bridge mdb del dev br0 port p1 grp $g $k;
t bridge mdb del dev br0 port br0 grp $g $k;
done; done
ip link set br0 down; ip -d link show p1 | grep -o 'mcast_n_groups.*' ; sleep 0.1
bridge -d mdb
ip link set br0 up; sleep 0.2
show() { echo "# $*"; bridge -d mdb show dev br0 | sed -E 's/ +[0-9]+\.[0-9]+/ T/g' | sort; }
bridge mdb add dev br0 port br0 grp 01:02:03:04:05:06 permanent; show 1
bridge mdb add dev br0 port br0 grp 01:02:03:04:05:07 permanent
bridge mdb add dev br0 port p2 grp 01:02:03:04:05:06 permanent; show 2
bridge mdb add dev br0 port p1 grp 01:02:03:04:05:06 permanent; show 2
bridge mdb del dev br0 port p1 grp 01:02:03:04:05:06 permanent; show 3
ip link set p1 down; show p1 down
ip link set p2 down; show p2 down
ip link set p2 nomaster; sleep 0.1; show p2
bridge mdb add dev br0 port p1 grp 01:02:03:04:05:06 permanent; show 2
bridge mdb add dev br0 port p1 grp 01:02:03:04:05:07 permanent; show 2
bridge mdb del dev br0 port p1 grp 01:02:03:04:05:06 permanent; sleep 0.1; show 3
ip link set p1 nomaster;sleep 0.1; show 4
