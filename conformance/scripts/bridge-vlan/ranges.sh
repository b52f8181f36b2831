# profile: debian
# What is shown as one range: neighbours with the same flags and options, the PVID apart.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add br0 type bridge vlan_filtering 1
ip link add p1 type veth peer name h1
ip link set p1 master br0
bridge vlan add dev p1 vid 2-4 untagged
bridge vlan add dev p1 vid 5-9
bridge vlan add dev p1 vid 7 pvid
bridge vlan add dev p1 vid 20-30
bridge vlan set dev p1 vid 22-24 state blocking
bridge vlan add dev br0 vid 2-3 self
t bridge -d vlan
t bridge -compressvlans vlan
t bridge -compressvlans vlan show vid 25
t bridge -compressvlans -j vlan show dev p1
t bridge -d -j vlan show vid 3
t bridge -d vlan show vid 25
t bridge vlan global show
t bridge vlan global show dev br0 vid 8
t bridge vlan tunnelshow
