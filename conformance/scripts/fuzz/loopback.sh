# 127.0.0.1 comes whenever lo comes up; all neighbours of lo are one.
t() { "$@"; echo "= $?"; }
ip addr add 10.0.0.1/24 dev lo
ip link set lo up; ip -4 addr show lo
t ip neigh add 0.0.0.0 lladdr 02:00:00:00:01:01 dev lo
t ip neigh add 10.0.0.9 lladdr 02:00:00:00:01:01 dev lo
ip -4 neigh show nud all
t ping -c 1 -W 1 127.0.0.1
t ip neigh get 10.0.0.9 dev lo; t ip neigh get 0.0.0.0 dev lo; t ip neigh del 10.0.0.9 dev lo; t ip neigh del 0.0.0.0 dev lo
ip -4 neigh show nud all
t ping -c 1 -W 1 127.0.0.1
t arp -s 10.0.0.9 02:00:00:00:00:01 -i lo; t arp -s 10.0.0.9 02:00:00:00:00:01 dev lo:1
ip netns add red
t ip netns exec red ping -c 1 -W 1 0.0.0.0
t ip route get 0.0.0.0
