# Explicit tracking of hosts, on ports with fast leave: what the last host leaves goes at once.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
# report PORT.HOST RECORD...
report() { local p=${1%.*} n=${1#*.}; shift; inject h$p 01005e000016 02000000030$n 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$n 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])(1[0-9]|[1-9])\.[0-9]{2}/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i type bridge_slave mcast_fast_leave on
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2 C=10.1.0.3 D=10.1.0.4
say() { sleep 0.05; echo "== $*"; mdb; }
# what is told of groups is written out with what is told of links
bridge monitor mdb link >seen &
sleep 0.5
report 1.1 "$(rec $IS_IN $G $A $B)"
report 1.2 "$(rec $ALLOW $G $B $C)"
say "two hosts"
report 1.1 "$(rec $BLOCK $G $A $B)"
say "the first wants nothing any more"
report 1.2 "$(rec $BLOCK $G $B)"
say "the second one only"
report 1.2 "$(rec $TO_IN $G)"
say "and none"
report 1.1 "$(rec $IS_EX $G $A $B)"
report 1.2 "$(rec $TO_EX $G $B)"
say "two that want all but some"
report 1.1 "$(rec $TO_IN $G $C)"
say "the first one only"
report 1.2 "$(rec $TO_IN $G $D)"
say "the second another"
report 1.1 "$(rec $TO_IN $G)"
say "the first none"
report 1.2 "$(rec $BLOCK $G $D)"
say "the second none"
report 1.3 "$(rec $IS_EX $G)"
report 1.3 "$(rec $BLOCK $G $A)"
report 1.3 "$(rec $ALLOW $G $A)"
say "one that wants all"
report 1.4 "$(rec $TO_IN $G $B)"
report 1.3 "$(rec $TO_IN $G)"
say "and not any more"
report 1.4 "$(rec $IS_IN $G $C)"
say "another source is named"
report 1.4 "$(rec $TO_IN $G $D)"
say "and another, only"
report 2.5 "$(rec $IS_EX $G $A)"
report 1.4 "$(rec $BLOCK $G $D)"
say "the other port wants all but one"
report 2.5 "$(rec $IS_IN $G $D)"
say "and now one only"
ip link set br0 down
sleep 0.5
kill %1; wait
grep grp seen
