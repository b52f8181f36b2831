# profile: debian
# What passes between ports with VLANs: tagged and untagged, in and out, known and unknown, priority tags.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1 mcast_snooping 0
for i in 1 2 3 4; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
bridge vlan add dev p2 vid 10
bridge vlan add dev p3 vid 10 pvid untagged
bridge vlan add dev p4 vid 10 untagged
bridge vlan add dev p4 vid 20 pvid
bridge vlan add dev p1 vid 10-12
bridge vlan add dev p1 vid 20 untagged
bridge vlan add dev br0 vid 20 self
bridge vlan
sleep 2
for d in h1 h2 h3 h4 br0; do
  tcpdump -l -n -e -t -i $d -Q in >seen.$d 2>/dev/null &
done
sleep 1
# each frame has a source and a payload of its own
frame() { inject h$1 ffffffffffff 0200000000$2 $3 88b5 00$2 000000000000000000000000000000000000000000000000000000000000000000000000000000000000; sleep 0.1; }
frame 1 a1 ''
frame 1 a2 8100000a
frame 1 a3 8100000b
frame 1 a4 8100000d
frame 1 a5 81000000
frame 1 a6 8100e000
frame 1 a7 8100a00a
frame 1 a8 88a8000a
frame 1 a9 81000fff
frame 1 aa '8100000a 81000014'
frame 2 b1 ''
frame 2 b2 8100000a
frame 3 c1 ''
frame 3 c2 8100000a
frame 4 d1 ''
frame 4 d2 81000014
frame 4 d3 8100000a
# what was learnt is sent to one port only
inject h2 0200000000c1 0200000000b2 8100000a 88b5 00e1 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
inject h2 0200000000c1 0200000000b1 88b5 00e2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
inject br0 ffffffffffff 0200000000f1 88b5 00f1 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
inject br0 ffffffffffff 0200000000f2 81000014 88b5 00f2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
inject br0 ffffffffffff 0200000000f3 8100000a 88b5 00f3 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
sleep 1
kill $(jobs -p); wait
for d in h1 h2 h3 h4 br0; do echo "== $d"; grep -v '^.0x\|^\s' seen.$d; done
t bridge fdb show dynamic
t ip -s link show br0
