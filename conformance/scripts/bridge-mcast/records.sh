# IGMPv3: every type of record, to memberships that include and to such that exclude.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])(1[0-9]|[1-9])\.[0-9]{2}/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2 C=10.1.0.3 D=10.1.0.4
say() { sleep 0.05; echo "== $*"; mdb; }
# what a port has at first, and what comes then
try() {
  local name=$1 first=$2 then=$3
  report 1 "$first"
  report 1 "$then"
  say $name
  ip link set p1 nomaster
  ip link set p1 master br0
  sleep 0.05
}
for type in IS_IN IS_EX TO_IN TO_EX ALLOW BLOCK; do
  report 1 "$(rec ${!type} $G $A $B)"
  say "nothing, $type(A,B)"
  ip link set p1 nomaster; ip link set p1 master br0
done
for type in IS_IN IS_EX TO_IN TO_EX ALLOW BLOCK; do
  report 1 "$(rec ${!type} $G)"
  say "nothing, $type()"
  ip link set p1 nomaster; ip link set p1 master br0
done
for type in IS_IN IS_EX TO_IN TO_EX ALLOW BLOCK; do
  try "include(A,B), $type(B,C)" "$(rec $IS_IN $G $A $B)" "$(rec ${!type} $G $B $C)"
  try "exclude(A,B), $type(B,C)" "$(rec $IS_EX $G $A $B)" "$(rec ${!type} $G $B $C)"
  try "include(A,B), $type()" "$(rec $IS_IN $G $A $B)" "$(rec ${!type} $G)"
  try "exclude(A,B), $type()" "$(rec $IS_EX $G $A $B)" "$(rec ${!type} $G)"
done
# those who exclude have sources that they want, too
report 1 "$(rec $IS_EX $G $A $B)"
report 1 "$(rec $ALLOW $G $C)"
say "exclude(C;A,B)"
report 1 "$(rec $BLOCK $G $A $C $D)"
say BLOCK
report 1 "$(rec $TO_EX $G $B $D)"
say TO_EX
report 1 "$(rec $IS_EX $G $A $D)"
say IS_EX
report 1 "$(rec $TO_IN $G $A $C)"
say TO_IN
report 1 "$(rec $BLOCK $G $A)"
say BLOCK again
