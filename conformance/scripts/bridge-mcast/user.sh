# Groups with sources that user space makes.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])(1[0-9]|[1-9])\.[0-9]{2}/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3 mcast_mld_version 2
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
say() { sleep 0.1; echo "== $*"; mdb; }
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2
t bridge mdb add dev br0 port p1 grp $G src $A
t bridge mdb add dev br0 port p1 grp $G src $A permanent
t bridge mdb add dev br0 port p1 grp $G src $B permanent
t bridge mdb add dev br0 port br0 grp $G src $A
t bridge mdb add dev br0 port p1 grp $G src 239.1.1.9
t bridge mdb add dev br0 port p1 grp $G src 0.0.0.0
t bridge mdb add dev br0 port p1 grp $G src 2001:db8::1
t bridge mdb add dev br0 port p1 grp ff05::1 src $A
t bridge mdb add dev br0 port p1 grp ff05::1 src ff05::2
t bridge mdb add dev br0 port p1 grp 01:02:03:04:05:06 src $A permanent
t bridge mdb add dev br0 port p1 grp ff05::1 src 2001:db8::1
t bridge mdb add dev br0 port p1 grp $G src nonsense
t bridge mdb add dev br0 port p1 grp 0.1.2.3
t bridge mdb add dev br0 port p1 grp 0.0.0.0
say added
t bridge mdb del dev br0 port p1 grp $G src 10.1.0.9
t bridge mdb del dev br0 port p2 grp $G src $A
t bridge mdb del dev br0 port br0 grp $G src $A
t bridge mdb del dev br0 port p1 grp $G
say the group is deleted, not its sources
t bridge mdb add dev br0 port p2 grp $G
say p2 has the group
t bridge mdb del dev br0 port p1 grp $G src $A
say A is deleted
report 1 "$(rec $IS_IN $G $A $B)"
say p1 reports both
report 1 "$(rec $TO_EX $G $A $B)"
say p1 excludes both
report 1 "$(rec $IS_EX $G $A)"
say p1 excludes A
bridge mdb del dev br0 port p1 grp $G
say p1 is deleted
bridge mdb add dev br0 port p3 grp $G permanent
report 3 "$(rec $TO_IN $G $A)"
say p3 is to stay, whatever it reports
bridge mdb add dev br0 port br0 grp $G
bridge mdb show dev br0 | sort
bridge -j mdb | tr '{' '\n' | sort
ip link set br0 down
sleep 0.5
kill %1; wait
grep grp seen
