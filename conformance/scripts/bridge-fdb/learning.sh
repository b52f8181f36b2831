# Stations that are learnt, move, and are forgotten.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge ageing_time 300
for i in 1 2 3; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set host$i address 02:00:00:00:00:0$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 1.5
bridge monitor fdb > log &
sleep 0.3
show() { echo "# $*"; bridge fdb show br br0 | grep -v -e 33:33 -e 01:00 -e permanent; }
from() { inject $1 ff:ff:ff:ff:ff:ff $2 88b5 00*46; }
from host1 02:00:00:00:aa:01; show learnt
from host2 02:00:00:00:aa:01; show moved
bridge fdb add 02:00:00:00:aa:02 dev port1 master static
from host2 02:00:00:00:aa:02; show a static one moves, too
bridge fdb add 02:00:00:00:aa:03 dev port1 master static sticky
from host2 02:00:00:00:aa:03; show a sticky one does not
bridge fdb add 02:00:00:00:aa:04 dev port1 master extern_learn
from host2 02:00:00:00:aa:04; show an external one becomes an own one
bridge fdb add 02:00:00:00:aa:05 dev port1 master
from host2 02:00:00:00:aa:05; show a permanent one does not
ip link set port3 type bridge_slave learning off
from host3 02:00:00:00:aa:06; show no learning
ip link set port1 type bridge_slave locked on
from host1 02:00:00:00:aa:07; show locked
ip link set port1 type bridge_slave locked off
from host1 02:00:00:00:aa:08
from host2 02:00:00:00:aa:09
bridge -s fdb show br br0 | grep aa:0 | sed 's,used [0-9]*/[0-9]*,used,'
ip link set port2 down; show port2 is down
ip link set port2 up
sleep 4; show all are old
from host1 02:00:00:00:aa:0a
ip link set br0 type bridge fdb_flush; show flushed
from host1 02:00:00:00:aa:0b
echo 1 > /sys/class/net/port1/brport/flush; show flushed port
ip link set br0 type bridge ageing_time 0
from host1 02:00:00:00:aa:0c; show no ageing time
ip link set br0 type bridge ageing_time 30000
inject host1 01:80:c2:00:00:0e 02:00:00:00:aa:0d 88cc 00*46; show learnt from a frame of the link
ip link set br0 type bridge no_linklocal_learn 1
inject host1 01:80:c2:00:00:0e 02:00:00:00:aa:0e 88cc 00*46; show not learnt from it
ip link set br0 down; show the bridge is down
kill %1
cat log
