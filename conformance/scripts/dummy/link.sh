# profile: debian
# A dummy device: its defaults, states, addresses, counters, and what it refuses.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t ip link add dum0 type dummy
t ip link show dum0
t ip link add dum0 type dummy
t ip link add type dummy
t ip link show type dummy
t ip link set dum0 address 02:00:00:00:00:01
t ip link set dum0 up
t ip link show dum0
t ip address add 10.0.0.1/24 dev dum0
t ip address add fd00::1/64 dev dum0 nodad
t ip address show dum0
t ip route
t ip -6 route
t ip neigh show dev dum0
t ip link set dum0 mtu 9000
t ip link set dum0 mtu 65536
t ip link set dum0 mtu 67
t ip link set dum0 arp on
t ip link set dum0 multicast off
t ip link set dum0 promisc on
t ip link set dum0 carrier off
t ip link show dum0
t ip link set dum0 carrier on
t ip link set dum0 down
t ip link show dum0
t ip route
t ip link set dum0 name dum9
t ip -br link show dum9
t ip link add dum1 mtu 1400 address 02:00:00:00:00:02 type dummy
t ip -br link show dum1
t ip link add dum2 address 03:00:00:00:00:02 type dummy
t ip link add dum3 type dummy mode 1
t ip link del dum9
t ip link show dum9
t ip link add link dum1 name dum4 type dummy
