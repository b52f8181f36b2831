# profile: debian
# Options of single VLANs: states of ports' VLANs, the global ones, and the details that show them.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
bridge vlan add dev p1 vid 10-12
bridge vlan add dev br0 vid 10 self
t bridge -d vlan show
t bridge -d vlan show dev p1
t bridge vlan set dev p1 vid 10 state blocking
t bridge vlan set dev p1 vid 11-12 state 2
t bridge -d vlan show dev p1
t bridge -d -c vlan show dev p1
t bridge vlan set dev p1 vid 10 state 9
t bridge vlan set dev p1 vid 10 state nix
t bridge vlan set dev p1 vid 15 state 3
t bridge vlan set dev p1 vid 10-15 state 3
t bridge vlan set dev h1 vid 10 state 3
t bridge vlan set dev br0 vid 10 state learning
t bridge vlan set dev p1 vid 10
t bridge vlan set dev p1
t bridge vlan global show
t bridge vlan global show dev br0 vid 10
t bridge vlan global show dev p1
t bridge -j vlan global show dev br0
t bridge vlan global set dev p1 vid 10 mcast_snooping 1
t bridge vlan global set dev br0 vid 99 mcast_snooping 1
t bridge -d -j -p vlan show dev p1
