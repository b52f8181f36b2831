# Stations that move between ports and to the bridge's own addresses, entries of the user that frames meet, and what listeners hear of it.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge mcast_snooping 0 ageing_time 30000
for i in 1 2 3; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set host$i address 02:00:00:00:00:0$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 1.6
bridge monitor fdb > log &
ip monitor link > links &
sleep 0.3
from() { inject $1 ff:ff:ff:ff:ff:ff $2 88b5 00*46; sleep 0.01; }
show() { echo "# $*"; bridge -d fdb show br br0 | grep -v -e 33:33 -e 01:00 -e 'dev host'; }
kinds() { bridge -d -s fdb show br br0 | grep -E "$1" | sed 's,used [0-9]*/[0-9]*,used,'; }
for kind in static dynamic local 'static sticky' 'dynamic sticky' 'static extern_learn' 'dynamic extern_learn' 'extern_learn sticky'; do
  bridge fdb add 02:00:00:00:aa:01 dev port1 master $kind; echo "$kind: $?"
  for host in host1 host2 host3 host1; do from $host 02:00:00:00:aa:01; kinds aa:01; done
  bridge fdb replace 02:00:00:00:aa:01 dev port3 master static; kinds aa:01
  bridge fdb replace 02:00:00:00:aa:01 dev port3 master dynamic; kinds aa:01
  from host2 02:00:00:00:aa:01; kinds aa:01
  bridge fdb append 02:00:00:00:aa:01 dev port1 master; echo $?
  bridge fdb del 02:00:00:00:aa:01 dev port1 master; echo $?
  bridge fdb del 02:00:00:00:aa:01 dev port2 master; echo $?
  bridge fdb del 02:00:00:00:aa:01 dev port3 master; echo $?
done
echo "# use, activity, and addresses that can not be"
from host1 02:00:00:00:aa:02
bridge fdb add 02:00:00:00:aa:02 dev port2 master use; kinds aa:02
bridge fdb replace 02:00:00:00:aa:02 dev port2 master use dynamic; kinds aa:02
bridge fdb add 02:00:00:00:aa:03 dev port2 master use static; kinds aa:03
bridge fdb del 02:00:00:00:aa:03 dev port2
for address in 00:00:00:00:00:00 01:00:00:00:00:01 ff:ff:ff:ff:ff:ff 02:00:00:00:00:99 02:00:00:00:01:01 02:00:00:00:01:02; do
  from host1 $address; kinds $address
  bridge fdb add $address dev port1 master static; echo "$address add $?"
  bridge fdb replace $address dev port1 master static; echo "$address replace $?"
  bridge fdb del $address dev port1 master; echo "$address del $?"
done
show addresses of ports
ip link set port1 address 02:00:00:00:01:0a; show port1 has another address
ip link set port2 address 02:00:00:00:01:0a; show port2 has the same
ip link set port1 address 02:00:00:00:00:99; show port1 has that of the bridge
ip link set br0 address 02:00:00:00:00:77; show the bridge has another
from host3 02:00:00:00:00:55; ip link set br0 address 02:00:00:00:00:55; show that of a station
from host3 02:00:00:00:00:66; ip link set port2 address 02:00:00:00:00:66; show of a station, again
ip link set port2 address 02:00:00:00:01:02; show and back
bridge fdb add 02:00:00:00:00:44 dev port1 master local; ip link set port3 address 02:00:00:00:00:44; show of a local entry
ip link set port3 address 02:00:00:00:01:03; show and back
bridge fdb add 02:00:00:00:00:33 dev br0 self local; bridge fdb add 02:00:00:00:00:33 dev br0; echo $?
bridge fdb get 02:00:00:00:00:33 br br0; bridge fdb get 02:00:00:00:00:33 dev br0; bridge fdb get 02:00:00:00:00:33 br br0 vlan 1; bridge fdb get 02:00:00:00:00:32 br br0; bridge fdb get 02:00:00:00:00:33 brport port1; bridge fdb get 02:00:00:00:01:03 dev port3 master
bridge fdb flush dev br0 nopermanent; show flushed
ip link set port1 nomaster; show a port leaves
ip link set port1 master br0; show and is back
ip link set port2 down; show a port is down
ip link del port3; show a port is no more
ip link del br0
sleep 0.3
kill %1 %2
cat log; cat links | sed 's/@.*link-netns[^ ]*//' | grep -c .
