# profile: debian
# Statistics of VLANs, of the bridge's and of each port's.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1 mcast_snooping 0
ip link set br0 type bridge vlan_stats_enabled 1
ip link set br0 type bridge vlan_stats_per_port 1
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
bridge vlan add dev p1 vid 10
bridge vlan add dev p2 vid 10
bridge vlan add dev br0 vid 10 self
sleep 2
frame() { inject h$1 ffffffffffff 02000000000$1 $2 88b5 0001 000000000000000000000000000000000000000000000000000000000000000000000000000000000000; }
frame 1 ''
frame 1 8100000a
frame 1 8100000a
frame 2 ''
frame 2 8100000b
inject br0 ffffffffffff 0200000000f1 88b5 00f1 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
t bridge -s vlan show
t bridge -s vlan show dev p1
t bridge -s vlan show vid 10
t bridge -s -j vlan show dev p2
t ip link set br0 type bridge vlan_stats_per_port 0
t ip link set br0 type bridge vlan_stats_enabled 0
t bridge -d -s vlan show
