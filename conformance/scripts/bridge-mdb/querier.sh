# The bridge as querier: general and special queries, with and without an address, and what ends it.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
report() { inject h$1 01005e$2 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 $3 94040000 16 00 0000 $3; }
leave() { inject h$1 01005e000002 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 0a00000$1 e0000002 94040000 17 00 0000 $2; }
query() { inject h$1 01005e000001 02000000020$1 0800 46c0 0020 0000 4000 01 02 0000 $2 e0000001 94040000 11 64 0000 00000000; }
data() { inject h$1 01005e$2 02000000020$1 0800 4500 001e 0000 4000 05 11 0000 0a00000$1 $3 1000 2000 000a 0000 6162; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_querier 1 mcast_query_interval 400 mcast_startup_query_interval 100 mcast_query_response_interval 200
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
tcpdump -l -n -t -e -v -i h1 -Q in >seen.h1 2>/dev/null &
sleep 1
ip link set br0 up
sleep 6
kill $(jobs -p); wait
# what is asked; the host's own answers are another matter
queries() { awk '/> 01:00:5e:00:00:01/ { left = 2 } left-- > 0' seen.h1; }
echo == h1; queries
ip address add 10.0.0.9/24 dev br0
ip link set br0 type bridge mcast_query_use_ifaddr 1
tcpdump -l -n -t -e -v -i h1 -Q in >seen.h1 2>/dev/null &
sleep 4.5
report 1 010101 ef010101
report 2 010101 ef010101
leave 2 ef010101
sleep 0.5
kill $(jobs -p); wait
echo == h1; queries
t bridge mdb | sort
sleep 2.5
t bridge mdb
ip -d link show dev br0 | grep -o 'mcast_querier [^ ]*\|mcast_igmp[^ ]* [^ ]*\|mcast_query_interval [^ ]*'
