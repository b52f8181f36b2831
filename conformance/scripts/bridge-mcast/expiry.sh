# How sources and memberships end when nobody renews them.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d mdb | sed -E 's#/(0\.[1-9][0-9]|[1-9]\.[0-9]*)#/N#g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_igmp_version 3 mcast_membership_interval 200
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
# what is told of groups is written out with what is told of links
bridge monitor mdb link >seen &
sleep 0.5
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2 C=10.1.0.3 D=10.1.0.4
say() { echo "== $*"; mdb; }
report 1 "$(rec $IS_IN $G $A $B)"
sleep 1.2
report 1 "$(rec $IS_IN $G $B)"
sleep 1.3
say "A is gone, B still there"
sleep 1.5
say "all gone"
report 1 "$(rec $IS_EX $G $A)"
sleep 1.2
report 1 "$(rec $ALLOW $G $B)"
sleep 1.3
say "exclusion ends with what was excluded, B is included"
sleep 1.5
say "all gone"
report 1 "$(rec $IS_EX $G $A)"
report 1 "$(rec $ALLOW $G $B $C)"
report 2 "$(rec $IS_IN $G $D)"
sleep 1.2
report 1 "$(rec $IS_EX $G $A $B)"
report 2 "$(rec $IS_IN $G $D)"
sleep 1.3
say "B is excluded now"
sleep 1.5
say "all gone"
ip link set br0 down
sleep 0.5
kill %1; wait
grep grp seen | sort | uniq -c
