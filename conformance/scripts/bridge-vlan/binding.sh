# profile: debian
# VLAN devices of a bridge that have a carrier while a port of their VLAN has one.
# Not compared is whether a device without a carrier is "DOWN" or "LOWERLAYERDOWN": that changed after 6.1.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t() { echo "\$ $*"; "$@"; echo "[$?]"; sleep 1.5; ip -br link | grep -E '^(br0|b5|b6|b7)' | awk '{ print $1, $4 }'; }
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1 vlan_default_pvid 0
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i numtxqueues 1 numrxqueues 1 type veth peer name h$i address 02:00:00:00:02:0$i numtxqueues 1 numrxqueues 1
  ip link set p$i master br0; ip link set p$i up; ip link set h$i up
done
ip link add link br0 name b5 address 02:00:00:00:03:05 type vlan id 5 bridge_binding on
ip link add link br0 name b6 address 02:00:00:00:03:06 type vlan id 6
ip link add link br0 name b7 address 02:00:00:00:03:07 type vlan id 7 bridge_binding on loose_binding on
ip -d link show b5 | sed -n 3p
ip -d link show b7 | sed -n 3p
ip -d -j -p link show b5 | sed -n '/info_data/,/}/p'
t ip link set br0 up
t ip link set b5 up
t ip link set b6 up
t ip link set b7 up
t bridge vlan add dev p1 vid 5
t bridge vlan add dev p2 vid 7
t bridge vlan add dev p2 vid 5
t ip link set h1 down
t ip link set h2 down
t ip link set h2 up
t bridge vlan del dev p2 vid 5
t ip link set h1 up
t ip link set p1 down
t ip link set p1 up
t ip link set p1 nomaster
t ip link set p1 master br0
t bridge vlan add dev p1 vid 5 pvid untagged
t ip link set br0 down
t ip link set br0 up
t ip link set b5 down
t ip link set b5 up
t ip link set b6 type vlan bridge_binding on
t ip link set p1 down
t ip link set p1 up
t ip link del p2
t ip link del br0
