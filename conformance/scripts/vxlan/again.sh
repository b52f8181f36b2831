# Words twice, settings that stay, entries of other networks and of nexthops that are not there.
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 up type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
try() { echo "# $*"; "$@"; echo "= $?"; }
for words in 'remote 10.0.0.2 remote 10.0.0.3' 'remote 10.0.0.2 remote any' 'group 239.0.0.1 dev v0 group 239.0.0.2' 'remote 10.0.0.2 group 239.0.0.1' \
  'local 10.0.0.1 local foo' 'learning nolearning' 'nolearning learning' 'noudpcsum udpcsum' 'udpcsum noudpcsum' 'l2miss nol2miss'; do
  try ip link add x0 address 02:00:00:00:00:20 type vxlan id 7 dstport 4789 $words
  ip link del x0 2>/dev/null
done
ip link add x0 address 02:00:00:00:00:20 up type vxlan id 7 dstport 4789 local 10.0.0.1
for words in 'ttl inherit' 'ttl 5' 'l2miss' 'nol3miss' 'noproxy' 'norsc' 'udp6zerocsumtx' 'noudp6zerocsumrx' 'udpcsum' 'maxaddress 5' 'srcport 5 6' 'dstport 5' \
  'local fd00::1 dstport 5' 'remote fd00::2 ttl inherit' 'ttl inherit id 8' 'l3miss ttl inherit' 'nolearning ageing 5'; do
  try ip link set x0 type vxlan $words
done
ip -d link show x0 | tail -n 1
fdb() { try bridge fdb $1 02:00:00:00:aa:01 dev x0 self ${@:2}; bridge fdb show dev x0; }
fdb add nhid 1
fdb add nhid 1 dst 10.0.0.2
fdb add nhid 1 via v0
fdb replace nhid 1
fdb append nhid 1
fdb del nhid 1
fdb add dst 10.0.0.2 src_vni 8
fdb add dst 10.0.0.3 src_vni 8
fdb add dst 10.0.0.4 src_vni 9
fdb get
fdb add dst 10.0.0.5
fdb add dst 10.0.0.6 src_vni 8
fdb replace dst 10.0.0.6 src_vni 8
fdb add nhid 1
fdb replace nhid 1
fdb append nhid 1
fdb del
fdb del
ip link set x0 down
bridge fdb show dev x0
