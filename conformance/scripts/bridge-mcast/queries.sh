# The bridge as querier of IGMPv3: what it asks when members leave, how often, and how it ends.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])[1-9]\.[0-9]{2}/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_igmp_version 3 mcast_querier 1 mcast_query_interval 8000 mcast_startup_query_count 1 mcast_last_member_interval 64
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
tcpdump -l -n -t -e -v -i h1 -Q in igmp >>seen 2>/dev/null &
sleep 1
ip link set br0 up
sleep 2
say() { sleep 0.1; echo "== $*"; echo "== $*" >>seen; mdb; }
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2 C=10.1.0.3
report 1 "$(rec $IS_IN $G $A $B)"
say "include(A,B)"
report 1 "$(rec $BLOCK $G $A)"
sleep 2
say "BLOCK(A)"
report 1 "$(rec $TO_IN $G $C)"
sleep 2
say "TO_IN(C)"
report 1 "$(rec $IS_EX $G $A)"
report 1 "$(rec $ALLOW $G $B)"
say "exclude(B;A)"
report 1 "$(rec $TO_IN $G $A)"
sleep 2
say "TO_IN(A)"
report 1 "$(rec $TO_EX $G $A)"
sleep 2
say "TO_EX(A)"
report 1 "$(rec $TO_IN $G)"
sleep 2.2
say "TO_IN()"
kill $(jobs -p); wait
grep -v -e 01:00:5e:00:00:16 -e '224.0.0.22:' seen
