# Frames go to those who want their source: by (S, G), by the group, and to nobody.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 22 00 0000 0000 $(printf %04x $#) $*; }
report6() { local h=$1; shift; inject h$h 333300000016 02000000020$h 86dd 60000000 0000 00 01 fe80::$h ff02::16 3a00 0502 0000 0100 8f00 0000 0000 $(printf %04x $#) $*; }
# data SOURCE GROUP, from p1
data() { inject h1 01005e010101 020000000201 0800 4500 0000 0000 4000 05 11 0000 $1 $2 1000 2000 000a 0000 6162; }
data6() { inject h1 333300000001 020000000201 86dd 60000000 0000 11 05 $1 $2 1000 2000 000a 0000 6162; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_igmp_version 3 mcast_mld_version 2 mcast_query_response_interval 50
ip link set br0 type bridge mcast_querier 1
for i in 1 2 3 4; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
for d in h2 h3 h4; do tcpdump -l -n -t -i $d -Q in udp >>seen.$d 2>/dev/null & done
tcpdump -l -n -t -p -i br0 -Q in udp >>seen.br0 2>/dev/null &
sleep 1
G=239.1.1.1 A=10.1.0.1 B=10.1.0.2 C=10.1.0.3
send() { sleep 0.2; for d in h2 h3 h4 br0; do echo "-- $*" >>seen.$d; done; for s in $A $B $C; do data $s $G; done; }
report 2 "$(rec $IS_IN $G $A)"
send p2 wants A
report 3 "$(rec $IS_EX $G $A)"
send p3 all but A
report 2 "$(rec $ALLOW $G $B)"
send p2 wants A and B
bridge mdb add dev br0 port br0 grp $G
send the host all
ip link set p4 type bridge_slave mcast_router 2
send a router is behind p4
ip link set p2 type bridge_slave mcast_to_unicast on
send p2 gets unicast
ip link set p2 type bridge_slave mcast_to_unicast off
ip link set p4 type bridge_slave mcast_router 1
report 3 "$(rec $ALLOW $G $A)"
send p3 all
bridge mdb add dev br0 port p4 grp $G src $C permanent
send p4 wants C
ip link set br0 type bridge mcast_igmp_version 2
send version 2
ip link set br0 type bridge mcast_igmp_version 3
data 10.1.0.9 239.1.1.2
sleep 0.1
G=ff05::1 A=2001:db8::a B=2001:db8::b
send6() { sleep 0.2; for d in h2 h3 h4 br0; do echo "-- $*" >>seen.$d; done; for s in $A $B; do data6 $s $G; done; }
report6 2 "$(rec $IS_IN $G $A)"
send6 p2 wants A, and nobody queries IPv6
sysctl -q -w net.ipv6.conf.br0.accept_dad=0 net.ipv6.conf.br0.disable_ipv6=0
ip link set br0 type bridge mcast_querier 0
ip link set br0 type bridge mcast_querier 1
sleep 1
send6 p2 wants A, and the bridge has an address to query from
report6 3 "$(rec $IS_EX $G $A)"
send6 p3 all but A
sleep 0.5
kill $(jobs -p); wait
for d in h2 h3 h4 br0; do echo "== $d"; cat seen.$d; done
