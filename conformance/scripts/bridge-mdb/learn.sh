# Groups are learnt from reports and forgotten after leaving; frames go to members and routers only while there is a querier.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
report() { inject h$1 01005e$2 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 $3 94040000 16 00 0000 $3; }
leave() { inject h$1 01005e000002 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 e0000002 94040000 17 00 0000 $2; }
query() { inject h$1 01005e000001 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 $2 e0000001 94040000 11 64 0000 00000000; }
data() { inject h$1 01005e$2 02000000020$1 0800 4500 001e 0000 4000 05 11 0000 0a00000$1 $3 1000 2000 000a 0000 6162; }
ip link add br0 address 02:00:00:00:00:b0 type bridge
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
for d in h2 h3; do tcpdump -l -n -t -i $d -Q in >>seen.$d 2>/dev/null & done
tcpdump -l -n -t -p -i br0 -Q in >>seen.br0 2>/dev/null &
sleep 1
say() { sleep 0.3; echo "-- $*" | tee -a seen.h2 >>seen.h3; echo "-- $*" >>seen.br0; }
say nobody asked for it: it is flooded
data 1 010101 ef010101
say a report, but nobody queries
report 2 010101 ef010101
t bridge mdb | sort
data 1 010101 ef010101
say a querier behind p1 that has no address
query 1 00000000
t bridge -s mdb | sed 's/ *2[0-9][0-9]\.[0-9][0-9]$/ N/'
data 2 010102 ef010102
data 1 010101 ef010101
say a querier behind p1
query 1 0a000001
sleep 11
say a group nobody is in
data 1 010102 ef010102
say the group
data 1 010101 ef010101
say everyone\'s group
data 1 000005 e0000005
report 3 010101 ef010101
sleep 0.2
t bridge mdb show dev br0 | sort
say the group with h3 in it
data 1 010101 ef010101
leave 2 ef010101
sleep 2.5
t bridge mdb | sort
say only h3 is left
data 1 010101 ef010101
t bridge -d mdb | grep router
sleep 1
kill $(jobs -p); wait
# the host reports its own group when it likes
for d in h2 h3 br0; do echo "== $d"; grep -v 224.0.0.106 seen.$d; done
