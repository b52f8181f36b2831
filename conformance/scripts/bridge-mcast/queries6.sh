# The bridge as querier of MLDv2, and queries of others with sources and without.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
report() { local h=$1; shift; inject h$h 333300000016 02000000020$h 86dd 60000000 0000 00 01 fe80::$h ff02::16 3a00 0502 0000 0100 8f00 0000 0000 $(printf %04x $#) $*; }
mdb() { bridge -d -s mdb | grep -v 'grp ff02:' | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])([1-9]\.[0-9]{2}|0\.[1-9][0-9])/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_mld_version 2 mcast_query_interval 8000 mcast_startup_query_count 1 mcast_last_member_interval 64 mcast_query_response_interval 4000
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
sysctl -q -w net.ipv6.conf.br0.accept_dad=0 net.ipv6.conf.br0.disable_ipv6=0
tcpdump -l -n -t -e -v -i h1 -Q in 'icmp6 or ip6[40]=58' >>seen 2>/dev/null &
sleep 1
ip link set br0 up
sleep 3
ip link set br0 type bridge mcast_querier 1
sleep 0.5
say() { sleep 0.1; echo "== $*"; echo "== $*" >>seen; mdb; }
G=ff05::1 A=2001:db8::a B=2001:db8::b C=2001:db8::c
report 1 "$(rec $IS_IN $G $A $B)"
say "include(A,B)"
report 1 "$(rec $TO_IN $G $C)"
sleep 2
say "TO_IN(C)"
report 1 "$(rec $TO_EX $G $A)"
report 1 "$(rec $TO_IN $G $A)"
sleep 2
say "TO_EX(A), TO_IN(A)"
report 2 "$(rec $IS_EX $G)"
say "p2 all"
# another querier asks: of the group with S, of sources, of the group
q() { inject h2 333300000001 020000000202 86dd 60000000 0000 00 01 $1 ff05::1 3a00 0502 0000 0100 8200 0000 0064 0000 $2; }
q fe80::1 "$G 0a7d 0000"
q fe80::1 "$G 027d 0001 $A"
sleep 0.1
say "queries that change nothing"
inject h2 333300000001 020000000202 86dd 60000000 0000 00 01 fe80::1 ff05::1 3a00 0502 0000 0100 8200 0000 07d0 0000 $G 027d 0000
say "a query about the group"
sleep 5
say later
kill $(jobs -p); wait
grep -e == -e query seen
