# Adding, replacing, appending, deleting and flushing entries.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1 address 02:00:00:00:00:11
ip link add veth2 address 02:00:00:00:00:20 type veth peer name veth3 address 02:00:00:00:00:21
try() { echo "# $*"; bridge fdb "$@"; echo $?; }
try add 02:00:00:00:01:01 dev veth0 master
ip link set veth0 master br0
ip link set veth2 master br0
try add 02:00:00:00:01:01 dev veth0 master
try add 02:00:00:00:01:01 dev veth0 master
try add 02:00:00:00:01:01 dev veth2 master
try replace 02:00:00:00:01:01 dev veth2 master static
try append 02:00:00:00:01:02 dev veth2 master static
try append 02:00:00:00:01:02 dev veth2 master static
try replace 02:00:00:00:01:02 dev veth2 master dynamic
try add 02:00:00:00:01:03 dev veth2 master use
try add 02:00:00:00:01:03 dev veth2 master static vlan 5
try add 02:00:00:00:01:03 dev veth2 master static vlan 0
try add 02:00:00:00:01:03 dev veth2 master static vlan 4095
try add 02:00:00:00:01:03 dev veth2 master sticky
try add 02:00:00:00:01:03 dev veth2 master static sticky
try add 00:00:00:00:00:00 dev veth2 master static
try add 01:00:5e:00:00:01 dev veth2 master static
try add 02:00:00:00:01 dev veth2 master static
try add xx dev veth2 master
try add 02:00:00:00:01:04 dev veth2 master router
try add 02:00:00:00:01:05 dev veth2 dst 10.0.0.1
try add 02:00:00:00:01:05 dev veth2 dst
try add 02:00:00:00:01:06 dev veth2 port 99999
try add 02:00:00:00:01:06 dev veth2 vni x
try add 02:00:00:00:01:06 dev veth2 via nosuch
try add 02:00:00:00:01:06 02:00:00:00:01:07 dev veth2
try add dev veth2
try add 02:00:00:00:01:06
try add 02:00:00:00:01:06 dev nosuch
try add 02:00:00:00:01:06 dev lo
try add 02:00:00:00:01:06 dev veth1 self
try add 02:00:00:00:01:06 dev veth1 self
try append 02:00:00:00:01:06 dev veth1 self
try add 02:00:00:00:01:06 dev veth1 self static
try add help
ip -d link show veth1 | grep -o 'promiscuity [0-9]'
bridge fdb
ip link set br0 up
ip link set veth0 up
ip link set veth1 up
ip link set veth2 up
ip link set veth3 up
sleep 1.5
try add 02:00:00:00:01:07 dev veth0 master dynamic
try add 02:00:00:00:01:08 dev veth0 master use
try add 02:00:00:00:01:09 dev br0 self use
try del 02:00:00:00:01:08 dev veth2 master
try del 02:00:00:00:01:08 dev veth0 master
try del 02:00:00:00:01:08 dev veth0 master
try del 02:00:00:00:01:01 dev veth2 master vlan 5
try del 02:00:00:00:01:06 dev veth1 self
try del 02:00:00:00:01:06 dev veth1
try del 02:00:00:00:01:06 dev veth1 self static
try del 02:00:00:00:00:10 dev veth0 master
try flush dev veth0
try flush dev veth0 master
try flush dev br0
try flush dev br0 brport veth9
try flush dev br0 brport veth1
try flush dev br0 brport veth0
try flush dev br0 static
try flush dev br0 nopermanent
try flush dev br0 vlan 5
try flush dev br0 foo
try flush dev br0 added_by_user noextern_learn
try flush dev lo
try flush dev nosuch
try flush
bridge fdb show br br0 | grep -v 33:33
bridge fdb show | grep master
