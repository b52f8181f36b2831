# IGMPv3: who wants all of a group is in the (S, G)s of the others, too; and the host itself.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
old() { inject h$1 01005e010101 02000000020$1 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$1 $2 94040000 $3 00 0000 $2; }
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
report 1 "$(rec $IS_IN $G $A $B)"
report 2 "$(rec $IS_EX $G)"
say "p1 wants two, p2 all"
report 3 "$(rec $IS_EX $G $A)"
say "p3 all but one of them"
bridge mdb add dev br0 port br0 grp $G
say "the host all"
report 1 "$(rec $ALLOW $G $C)"
say "p1 one more"
bridge mdb del dev br0 port br0 grp $G
say "the host nothing"
report 2 "$(rec $TO_IN $G $C)"
say "p2 will want one only"
report 1 "$(rec $BLOCK $G $A $B)"
say "p1 one only"
old 2 $G 16
say "p2 reports with version 2"
old 2 $G 17
say "and leaves"
ip link set p3 nomaster
say "p3 goes"
ip link set p1 nomaster
say "p1 goes"
report 2 "$(rec $IS_IN 239.1.1.2 $A)" "$(rec $TO_EX 239.1.1.3 $A)" "$(rec 07 239.1.1.4 $A)" "$(rec $TO_EX 224.0.0.9)" "$(rec $ALLOW 239.1.1.5 $B $B 0.1.1.1 224.1.1.1 0.0.0.0)"
say "many records"
ip -d link show p2 | grep -o 'mcast_[a-z_]*groups [0-9]*'
ip link set br0 type bridge mcast_igmp_version 2
say "version 2 again"
bridge mdb | sort
bridge -j -d -s mdb | sed -E 's/"[0-9. ]*\.[0-9]{2}"/"TIME"/g' | tr '{' '\n' | sort
ip link set br0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3
bridge -j -d -s mdb | sed -E 's/"[0-9. ]*\.[0-9]{2}"/"TIME"/g' | tr '{' '\n' | sort
bridge -j mdb | tr '{' '\n' | sort
ip link set p2 down
say "p2 down"
