# /proc/net/fib_trie and fib_triestat: one interface, a container bridge, ten routes, other tables, kinds of routes.
show() { echo "== $1"; cat /proc/net/fib_trie /proc/net/fib_triestat; }
show nothing
ip link set lo up
show lo
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip addr add 10.1.2.3/24 brd + dev v0
show down
ip link set v0 up
ip link set v1 up
show address
ip route add default via 10.1.2.1
show default
ip link add docker0 type bridge
ip addr add 172.17.0.1/16 brd 172.17.255.255 dev docker0
ip link set docker0 up
show docker0
for i in 1 2 3 4 5 6 7 8 9 10; do ip route add 10.$((i * 20)).0.0/16 via 10.1.2.$i; done
show ten
ip route add 10.0.0.0/8 via 10.1.2.9
ip route add 10.1.2.0/25 via 10.1.2.9
ip route add 10.1.2.0/24 via 10.1.2.9 metric 7
ip route add 10.1.2.0/24 tos 0x10 via 10.1.2.9
ip route add blackhole 192.168.7.0/24
ip route add unreachable 192.168.0.0/16
ip route add prohibit 192.168.8.8
ip route add throw 192.168.8.9
ip route add multicast 224.0.0.5 dev v0
ip route add 198.18.0.0/15 dev v0 scope site
ip route add 198.20.0.0/15 dev v0 scope 42
show kinds
ip route add 7.0.0.0/8 dev v0 table 77
ip route add 8.0.0.0/8 dev v0 table 1000
ip route add 9.0.0.0/8 dev v0 table 333
ip route add default dev v0 table default
show tables
ip rule add pref 100 table 77
show unmerged
ip route del 7.0.0.0/8 table 77
ip addr add 10.1.2.4/24 dev v0
ip addr add 10.1.3.4/32 dev v0
show after
ip link set docker0 down
show docker-down
ip link set v0 down
show v0-down
ip link del v0
show v0-gone
