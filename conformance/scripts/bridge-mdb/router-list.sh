# Ports behind which routers are, several of them, in every form.
ip link add br0 address 02:00:00:00:00:b0 type bridge forward_delay 0
ip link add br1 address 02:00:00:00:00:b1 type bridge forward_delay 0
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
done
ip link set br0 up
bridge link set dev p1 mcast_router 2
bridge link set dev p2 mcast_router 2
t() { "$@" | sed -E 's/ [0-9]+\.[0-9]+/ T/g' | cat -A; }
t bridge mdb; t bridge -d mdb; t bridge -s mdb; t bridge -d -s mdb; t bridge -s -o -d mdb; t bridge -s -j -d mdb; t bridge -s -j -p -d mdb; t bridge -d -o mdb; t bridge -d -j mdb
bridge link set dev p1 mcast_router 1
t bridge -d -s mdb; t bridge -d -s -o mdb
bridge link set dev p2 mcast_router 1
t bridge -d -s mdb; t bridge -d -s -o mdb; t bridge -d mdb
