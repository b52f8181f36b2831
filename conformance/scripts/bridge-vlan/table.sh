# profile: debian
# VLANs of ports and of the bridge: added, deleted, ranges, PVID and untagged, and what is refused.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
done
t bridge vlan
t bridge vlan show dev p1
t bridge vlan add dev p1 vid 10
t bridge vlan add dev p1 vid 10
t bridge vlan add dev p1 vid 20 pvid
t bridge vlan add dev p1 vid 30 pvid untagged
t bridge vlan add dev p1 vid 40 untagged master
t bridge vlan add dev p2 vid 100-110
t bridge vlan add dev p2 vid 105 untagged
t bridge vlan add dev br0 vid 10 self
t bridge vlan add dev br0 vid 200-203 self untagged
t bridge vlan show
t bridge -compressvlans vlan show
t bridge vlan show vid 10
t bridge vlan show dev p2 vid 103
t bridge -c vlan show dev br0
t bridge -j vlan show
t bridge -j -p -c vlan show dev p2
t bridge vlan add dev p1 vid 30
t bridge vlan add dev p1 vid 20
t bridge vlan show dev p1
t bridge vlan del dev p1 vid 20
t bridge vlan del dev p1 vid 20
t bridge vlan del dev p2 vid 104-106
t bridge vlan del dev p2 vid 90-101
t bridge vlan del dev br0 vid 1 self
t bridge vlan del dev br0 vid 200-201 self
t bridge -c vlan
t bridge vlan add dev br0 vid 50
t bridge vlan add dev p1 vid 50 self
t bridge vlan add dev h1 vid 50
t bridge vlan add dev lo vid 50 self
t bridge vlan add dev p1 vid 0
t bridge vlan add dev p1 vid 4095
t bridge vlan add dev p1 vid 4096
t bridge vlan add dev p1 vid 20-10
t bridge vlan add dev p1 vid 20-20
t bridge vlan add dev p1 vid 20-4095
t bridge vlan add dev p1 vid 20-22 pvid
t bridge vlan add dev p1 vid x
t bridge vlan add dev p1
t bridge vlan add vid 5
t bridge vlan add dev nix vid 5
t bridge vlan show dev nix
t bridge vlan show dev h1
t bridge vlan nix
t bridge vlan add dev p1 nix
t ip link set p1 nomaster
t bridge vlan show
t ip link del br0
t bridge vlan show
