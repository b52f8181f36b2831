# Which entries are flushed.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add br1 address 02:00:00:00:00:98 type bridge
for i in 1 2 3; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set port$i up; ip link set host$i up
done
ip link set port1 master br0; ip link set port2 master br0; ip link set port3 master br1
ip link set br0 up
sleep 1.5
fill() {
  for i in 1 2; do
    bridge fdb replace 02:00:00:00:aa:${i}1 dev port$i master static
    bridge fdb replace 02:00:00:00:aa:${i}2 dev port$i master
    bridge fdb replace 02:00:00:00:aa:${i}3 dev port$i master dynamic
    bridge fdb replace 02:00:00:00:aa:${i}4 dev port$i master static sticky
    bridge fdb replace 02:00:00:00:aa:${i}5 dev port$i master extern_learn
    bridge fdb replace 02:00:00:00:aa:${i}6 dev port$i master use dynamic
  done
}
try() {
  echo "# $*"
  fill
  bridge fdb flush dev $*; echo $?
  bridge fdb show br br0 | grep aa: | sort
}
try br0
try port1 master
try br0 brport port1
try br0 brport br0
for word in permanent nopermanent static nostatic dynamic nodynamic added_by_user noadded_by_user extern_learn noextern_learn sticky nosticky \
  offloaded nooffloaded 'static nosticky' 'permanent extern_learn' 'foo'; do try br0 $word; done
for words in 'br0 vlan 5' 'br0 vlan 0' 'br0 vlan 4095' 'br0 vlan 4096' 'br0 vlan 5000' 'br0 vlan -1' 'br0 vlan x' 'br0 vlan 1 vlan 2' 'port1 master vlan 5' 'port1 master brport host1' \
  'port1 master brport port2' 'br1 brport port1' 'br0 brport lo' 'host1' 'host1 master' 'port1' 'port1 self' 'br0 self master' 'br0 help'; do
  echo "# $words"
  bridge fdb flush dev $words; echo $?
done
