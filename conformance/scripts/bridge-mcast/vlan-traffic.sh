# profile: debian
# Each VLAN snoops for itself: queriers, members, routers, and the bridge's own tagged queries.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  bridge vlan add vid 10-11 dev p$i
  ip link set p$i up
  ip link set h$i up
done
bridge vlan del vid 1 dev p3
bridge vlan add vid 10 dev p3 pvid untagged
bridge vlan add vid 10-11 dev br0 self
ip link set br0 up
ip link set br0 type bridge mcast_vlan_snooping 1
bridge vlan global set vid 10 dev br0 mcast_igmp_version 3
bridge vlan global set vid 10 dev br0 mcast_query_response_interval 100 mcast_query_interval 300
sleep 2
for d in h1 h2 h3; do tcpdump -l -n -t -e -i $d -Q in 'igmp or udp or (vlan and (igmp or udp))' >>seen.$d 2>/dev/null & done
sleep 1
say() { sleep 0.2; echo "== $*"; for d in h1 h2 h3; do echo "-- $*" >>seen.$d; done; bridge -d mdb | sort; }
# from h3, untagged: of VLAN 10
un() { inject h3 $*; }
report3() { un 01005e000016 020000000203 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.3 224.0.0.22 94040000 22 00 0000 0000 0001 $*; }
data3() { un 01005e010101 020000000203 0800 4500 0000 0000 4000 05 11 0000 $1 239.1.1.1 1000 2000 000a 0000 6162; }
# from h1, untagged: of VLAN 1
data1() { inject h1 01005e010101 020000000201 0800 4500 0000 0000 4000 05 11 0000 $1 239.1.1.1 1000 2000 000a 0000 6162; }
old2() { inject h2 01005e010101 020000000202 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.2 239.1.1.1 94040000 16 00 0000 239.1.1.1; }
query2() { inject h2 01005e000001 020000000202 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.2 224.0.0.1 94040000 11 01 0000 0.0.0.0; }
bridge vlan global set vid 10 dev br0 mcast_querier 1
sleep 1.5
say VLAN 10 has a querier
report3 "$(rec $IS_IN 239.1.1.1 10.1.0.1)"
old2
data1 10.1.0.1
data3 10.1.0.1
say members in both, no querier in VLAN 1
query2
sleep 0.5
data1 10.1.0.1
data3 10.1.0.1
data3 10.1.0.2
say a querier in VLAN 1
bridge -d -s vlan global show vid 1 | sed -E 's/25[0-9]\.[0-9]{2}/N/g'
bridge vlan set vid 10 dev p1 mcast_router 2
data3 10.1.0.2
say a router of VLAN 10 behind p1
bridge vlan global set vid 1 dev br0 mcast_snooping 0
data1 10.1.0.1
say VLAN 1 does not snoop
bridge vlan set vid 10 dev p3 state disabled
report3 "$(rec $IS_IN 239.1.1.2 10.1.0.1)"
say VLAN 10 is off at p3
ip link set br0 type bridge mcast_vlan_snooping 0
say the bridge snoops again
kill $(jobs -p); wait
for d in h1 h2 h3; do echo "== $d"; cat seen.$d; done
