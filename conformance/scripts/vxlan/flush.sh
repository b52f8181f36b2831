# What bridge fdb flush takes away from a tunnel.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1
t() { echo "# $*"; "$@"; echo "=$?"; }
fill() {
  ip link del vx0 2>/dev/null
  ip link add vx0 address 02:00:00:00:00:99 type vxlan id 42 dstport 4789
  bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.1
  bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.2
  bridge fdb add 02:00:00:00:00:01 dev vx0 dst 10.0.0.1 permanent
  bridge fdb add 02:00:00:00:00:02 dev vx0 dst 10.0.0.2 static
  bridge fdb add 02:00:00:00:00:03 dev vx0 dst 10.0.0.3 dynamic
  bridge fdb add 02:00:00:00:00:04 dev vx0 dst 10.0.0.4 dynamic extern_learn
  bridge fdb add 02:00:00:00:00:05 dev vx0 dst 10.0.0.5 router
  bridge fdb add 02:00:00:00:00:06 dev vx0 dst 10.0.0.6 vni 7 port 9 sticky
}
fill; bridge fdb show dev vx0 | sort
for words in "" "permanent" "nopermanent" "static" "nostatic" "dynamic" "nodynamic" "extern_learn" "noextern_learn" "added_by_user" "noadded_by_user" "sticky" "nosticky" "offloaded" "nooffloaded" "vlan 5" "vlan 5 self" "brport vx0" "master" "self master" "self" "self dynamic noextern_learn" "permanent nostatic" "permanent dynamic"; do
  fill; t bridge fdb flush dev vx0 $words; bridge fdb show dev vx0 | sort
done
# what listeners hear, and a port of a bridge
fill
ip link add br0 address 02:00:00:00:00:b0 type bridge; ip link set vx0 master br0
bridge fdb add 02:00:00:00:00:02 dev vx0 master static
bridge monitor fdb > heard & sleep 0.5
t bridge fdb flush dev vx0
t bridge fdb flush dev vx0 master static
t bridge fdb flush dev br0 brport vx0
sleep 0.5
kill $!; wait 2>/dev/null
cat heard
bridge fdb show dev vx0 | sed 's/ vlan [0-9]*//' | sort -u
ip link add dummy0 type veth peer name dummy1
t bridge fdb flush dev dummy0
t bridge fdb flush dev dummy0 self
t bridge fdb flush dev lo
