# profile: debian
# The bridge's own VLAN options: filtering, protocol, the default PVID, statistics.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t ip link add br0 address 02:00:00:00:00:b0 type bridge
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
done
show() { ip -d link show dev br0 | grep -o 'vlan_filtering [^ ]* vlan_protocol [^ ]*\|vlan_default_pvid.*vlan_stats_per_port [^ ]*'; }
t show
t bridge vlan
t ip link set br0 type bridge vlan_filtering 1
t show
t ip link set br0 type bridge vlan_filtering 2
t show
t ip link set br0 type bridge vlan_default_pvid 7
t bridge vlan
t bridge vlan add dev p1 vid 9
t bridge vlan add dev p2 vid 8 pvid untagged
t ip link set br0 type bridge vlan_default_pvid 9
t bridge vlan
t ip link set br0 type bridge vlan_default_pvid 0
t bridge vlan
t ip link add p3 type veth peer name h3
t ip link set p3 master br0
t bridge vlan
t ip link set br0 type bridge vlan_default_pvid 4095
t ip link set br0 type bridge vlan_default_pvid 4096
t ip link set br0 type bridge vlan_default_pvid 70000
t show
t ip link set br0 type bridge vlan_protocol 802.1ad
t show
t ip link set br0 type bridge vlan_protocol 802.1Q
t ip link set br0 type bridge vlan_protocol nix
t ip link set br0 type bridge vlan_stats_enabled 1
t ip link set br0 type bridge vlan_stats_enabled 2
t ip link set br0 type bridge vlan_stats_per_port 1
t show
t ip link set br0 type bridge vlan_filtering 0
t bridge vlan
t ip link add br1 type bridge vlan_filtering 1 vlan_default_pvid 5 vlan_protocol 802.1ad
t bridge vlan show dev br1
t ip link add br2 type bridge vlan_filtering 1 vlan_default_pvid 5 vlan_stats_enabled 1 vlan_stats_per_port 1
t bridge vlan show dev br2
t ip link add br3 type bridge vlan_default_pvid 5000
t ip link set br2 type bridge vlan_stats_per_port 0
