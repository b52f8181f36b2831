# What bridge monitor prints of groups stays in its buffer until something else is printed, and is lost when it is ended before that.
ip link add brd0 address 02:00:00:00:00:09 up type bridge
ip link add veth0 address 02:00:00:00:00:02 up type veth peer name veth1 address 02:00:00:00:00:01
ip link set veth1 up master brd0
sleep 1.5
bridge monitor link mdb > /tmp/m1 &
bridge monitor mdb > /tmp/m2 &
bridge -j monitor link mdb > /tmp/m3 &
sleep 0.3
show() {
  sleep 0.2
  for f in 1 2 3; do echo "-$f"; cut -c1-120 /tmp/m$f | tail -n 5; done
}
bridge mdb add dev brd0 port veth1 grp 239.1.1.1
show
ip link set veth1 alias foo
show
bridge mdb add dev brd0 port veth1 grp 239.1.1.2
show
ip link set veth1 type bridge_slave mcast_router 2
show
for i in $(seq 100); do bridge mdb add dev brd0 port veth1 grp 239.1.2.$i; done
show
kill %1 %2 %3
wait 2>/dev/null
show
