# MLDv2, versions and limits as they are set.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 333300000016 02000000020$h 86dd 60000000 0000 00 01 fe80::$h ff02::16 3a00 0502 0000 0100 8f00 0000 0000 $(printf %04x $#) $*; }
old() { inject h$1 333300000016 02000000020$1 86dd 60000000 0000 00 01 fe80::$1 $2 3a00 0502 0000 0100 $3 00 0000 00000000 $2; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])(1[0-9]|[1-9])\.[0-9]{2}/\1LMQT/g' | sort; }
show() { ip -d link show br0 | grep -o 'mcast_igmp_version.*mcast_mld_version [0-9]'; }
t ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3 mcast_mld_version 2
show
t ip link set br0 type bridge mcast_igmp_version 4
t ip link set br0 type bridge mcast_igmp_version 2 mcast_mld_version 1
show
t ip link set br0 type bridge mcast_mld_version 2
show
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
cat /sys/class/net/br0/bridge/multicast_igmp_version /sys/class/net/br0/bridge/multicast_mld_version
t sh -c 'echo 3 >/sys/class/net/br0/bridge/multicast_igmp_version'
t sh -c 'echo 1 >/sys/class/net/br0/bridge/multicast_igmp_version'
cat /sys/class/net/br0/bridge/multicast_igmp_version
ip link set br0 up
sleep 2
G=ff05::1:1 A=2001:db8::a B=2001:db8::b C=2001:db8::c
say() { sleep 0.05; echo "== $*"; mdb; }
report 1 "$(rec $IS_IN $G $A $B)"
say "include(A,B)"
report 2 "$(rec $IS_EX $G $B)"
say "and exclude(B)"
report 1 "$(rec $TO_IN $G $C)"
say "TO_IN(C)"
report 2 "$(rec $ALLOW $G $A)"
say "ALLOW(A)"
report 2 "$(rec $TO_EX $G $C)"
say "TO_EX(C)"
report 1 "$(rec $BLOCK $G $C)"
say "BLOCK(C)"
report 2 "$(rec $TO_IN $G)"
old 1 $G 83
old 1 ff05::2 83
say version 1
old 1 $G 84
say and leaving
report 1 "$(rec $IS_EX $G $A)"
report 1 "$(rec $IS_IN $G $A $B $C)"
say IS_EX, IS_IN
t ip link set br0 type bridge mcast_mld_version 1
report 2 "$(rec $IS_EX ff05::3 $A)" "$(rec $IS_IN ff05::4)"
say "MLDv2 to a bridge of version 1"
