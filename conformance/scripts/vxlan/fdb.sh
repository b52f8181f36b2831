# `bridge fdb` of a tunnel: entries of the user, learned ones, several remotes, limits, what is told of.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
try() { echo "\$ $*"; "$@"; echo "= $?"; }
show() { bridge fdb show dev "${1-x0}" | sort; }
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set v0 up; ip link set v1 up
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.2 maxaddress 6
bridge monitor fdb > /tmp/mon & P=$!
sleep 0.3
M=02:00:00:00:02
try bridge fdb add $M:01 dev x0 dst 192.0.2.9
try bridge fdb add $M:01 dev x0 dst 192.0.2.9
try bridge fdb append $M:01 dev x0 dst 192.0.2.10
try bridge fdb replace $M:01 dev x0 dst 192.0.2.10
try bridge fdb add $M:02 dev x0 dst 192.0.2.9 port 4790 vni 77 via v0
try bridge fdb add $M:03 dev x0 dst 192.0.2.9 port 4789 vni 42
try bridge fdb add $M:04 dev x0 dst fd00::1
try bridge fdb add $M:04 dev x0
try bridge fdb add $M:04 dev x0 dst 192.0.2.9 via nodev
try bridge fdb add $M:04 dev x0 dst 192.0.2.9 dynamic
try bridge fdb add $M:05 dev x0 dst 192.0.2.9 static
try bridge fdb add $M:06 dev x0 dst 0.0.0.0
try bridge fdb append 00:00:00:00:00:00 dev x0 dst 192.0.2.3
try bridge fdb append 00:00:00:00:00:00 dev x0 dst 192.0.2.3
try bridge fdb append 00:00:00:00:00:00 dev x0 dst 192.0.2.4
try bridge fdb replace 00:00:00:00:00:00 dev x0 dst 192.0.2.4
try bridge fdb append 01:00:5e:00:00:05 dev x0 dst 192.0.2.4
try bridge fdb get $M:01 dev x0 self
try bridge fdb get $M:99 dev x0 self
try show
try bridge -d -s fdb show dev x0
try bridge -j -p fdb show dev v0
try bridge fdb del $M:01 dev x0 dst 192.0.2.9
try bridge fdb del $M:01 dev x0
try bridge fdb del $M:02 dev x0 dst 192.0.2.9
try bridge fdb del $M:02 dev x0 dst 192.0.2.9 port 4790 vni 77 via v0
try bridge fdb del 00:00:00:00:00:00 dev x0 dst 192.0.2.3
try bridge fdb del 00:00:00:00:00:00 dev x0 dst 192.0.2.2
try bridge fdb del 00:00:00:00:00:00 dev x0 dst 192.0.2.4
try show
try ip link set x0 type vxlan remote 192.0.2.7
try show
ip link set x0 up
ip link set x0 down
try show
ip link del x0
sleep 0.3
kill $P; wait 2>/dev/null
cat /tmp/mon
