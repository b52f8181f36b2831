# profile: debian
# Words that bridge vlan does not take.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add br0 type bridge vlan_filtering 1
ip link add p1 type veth peer name h1
ip link set p1 master br0
t bridge vlan help
t bridge vlan add help
t bridge vlan add dev
t bridge vlan add dev p1 vid
t bridge vlan add dev p1 vid 7 help
t bridge vlan add dev p1 vid 10- untagged
t bridge vlan add dev p1 vid -5
t bridge vlan add dev p1 vid 70000
t bridge vlan add dev p1 vid 10-5000
t bridge vlan add dev p1 vid 10 tunnel_info
t bridge vlan add dev p1 vid 10 tunnel_info id
t bridge vlan add dev p1 vid 10 tunnel_info 5
t bridge vlan add dev p1 vid 10-12 tunnel_info id 5-8
t bridge vlan show dev p1 dev h1
t bridge vlan show vid 5 vid 6
t bridge vlan show vid x
t bridge vlan show nix
t bridge vlan show help
t bridge vlan set
t bridge vlan set dev nix vid 1
t bridge vlan set dev p1 vid 1 state
t bridge vlan set dev p1 vid 1 state 300
t bridge vlan set dev p1 vid 1 state FORWARDING
t bridge vlan set dev p1 vid 1 mcast_router x
t bridge vlan set dev p1 vid 5000 state 3
t bridge vlan set dev p1 vid 7-5 state 3
t bridge vlan set dev p1 vid 1 nix
t bridge vlan set dev p1 vid 1 help
t bridge vlan global
t bridge vlan global help
t bridge vlan global show nix
t bridge vlan global show dev nix
t bridge vlan global show dev br0 dev br0
t bridge vlan global show vid 1 dev br0
t bridge vlan global set
t bridge vlan global set dev br0
t bridge vlan global set dev nix vid 1
t bridge vlan global set dev br0 vid 1 nix 1
t bridge vlan global set dev br0 vid 1 mcast_querier x
t bridge vlan global set dev br0 vid 1 mcast_query_interval x
t bridge vlan global set dev br0 vid 5000 mcast_querier 1
t bridge vlan global nix
t bridge vlan s
t bridge vlan sh
t bridge vlan tu
t bridge vlan l
t bridge vl
t bridge vlan a dev p1 vid 77
t bridge vlan d dev p1 vid 77
t bridge vlan g
