# Entries that get old: by the bridge's time, by that of a change of the topology, and what keeps them.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge mcast_snooping 0 ageing_time 200
for i in 1 2; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 1.6
from() { inject $1 ${3:-ff:ff:ff:ff:ff:ff} $2 88b5 00*46; }
show() { echo "# $*"; bridge fdb show br br0 | grep -v -e 33:33 -e 01:00 -e permanent; }
from host1 02:00:00:00:aa:01
from host1 02:00:00:00:aa:02
bridge fdb add 02:00:00:00:aa:03 dev port1 master dynamic
bridge fdb add 02:00:00:00:aa:04 dev port1 master static
bridge fdb add 02:00:00:00:aa:05 dev port1 master extern_learn dynamic
bridge fdb add 02:00:00:00:aa:06 dev port1 master sticky dynamic
show new
for i in 1 2 3 4 5 6; do sleep 0.7; from host1 02:00:00:00:aa:01; from host2 02:00:00:00:bb:01 02:00:00:00:aa:02; done
show one speaks, one is spoken to
ip link set br0 type bridge ageing_time 100000
from host1 02:00:00:00:aa:07; show more time
ip link set br0 type bridge ageing_time 50; sleep 1.5; show less time
ip link set br0 type bridge ageing_time 0; from host1 02:00:00:00:aa:08; show none
ip link set br0 type bridge ageing_time 30000; from host1 02:00:00:00:aa:09; show long
ip link set br0 type bridge stp_state 1 forward_delay 200 max_age 600; ip -d link show br0 | grep -o 'ageing_time [0-9]*\|topology_change[a-z_]* [01]'
ip link set port2 down; ip link set port2 up; sleep 5
ip -d link show br0 | grep -o 'ageing_time [0-9]*\|topology_change[a-z_]* [01]'
from host1 02:00:00:00:aa:0a; sleep 1; show a change of the topology
