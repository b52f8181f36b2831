# The words of `ip link … type vxlan`, right and wrong ones.
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
try() { echo "\$ ip $*"; ip "$@"; echo "= $?"; }
new() { try link add x$1 address 02:00:00:00:01:0$1 type vxlan "${@:2}"; ip -d link show x$1 2>/dev/null | sed -n 1p\;3p; }
try link help vxlan
try link add x0 type vxlan
try link add x0 type vxlan help
try link add x0 type vxlan foo
try link add x0 type vxlan id
try link add x0 type vxlan id x
try link add x0 type vxlan id 16777216
for word in remote group local ttl tos df dev ageing maxaddress dstport srcport limit flowlabel; do
  try link add x0 type vxlan id 1 $word
  try link add x0 type vxlan id 1 $word foo
done
try link add x0 type vxlan id 1 remote 239.0.0.1
try link add x0 type vxlan id 1 group 10.0.0.1
try link add x0 type vxlan id 1 group 239.0.0.1 remote 10.0.0.1
try link add x0 type vxlan id 1 group 239.0.0.1
try link add x0 type vxlan id 1 local 239.0.0.1
try link add x0 type vxlan id 1 remote 10.0.0.1 local fe80::1
try link add x0 type vxlan id 1 ttl 256
try link add x0 type vxlan id 1 tos 256
try link add x0 type vxlan id 1 df maybe
try link add x0 type vxlan id 1 srcport 10
try link add x0 type vxlan id 1 srcport 10 x
try link add x0 type vxlan id 1 srcport 20 10
try link add x0 type vxlan id 1 dev nodev
try link add x0 type vxlan id 1 dstport 70000
try link add x0 type vxlan id 1 flowlabel 0x100000
try link add x0 mtu 60 type vxlan id 1 dstport 4789
try link add x0 mtu 70000 type vxlan id 1 dstport 4789
try link add x0 address 01:00:00:00:00:01 type vxlan id 1 dstport 4789
try link add x0 type vxlan id 1 id 2
new 0 id 1
new 1 id 1
new 1 id 1 dstport 4789
new 2 id 2 dstport 4789 remote 10.0.0.2
new 3 id 3 dstport 4789 group 239.0.0.1 dev v0 ttl 5 tos 0x10 df set ageing 7 maxaddress 9 nolearning noudpcsum
new 4 id 4 dstport 4789 remote 10.0.0.2 local 10.0.0.1 dev v0 ttl inherit tos inherit df inherit srcport 1000 2000
new 5 id 5 dstport 4789 remote fd00::2 local fd00::1 flowlabel 0x12345 udp6zerocsumtx udp6zerocsumrx
new 6 id 6 dstport 0
new 7 id 7 dstport 4789 remote 10.0.0.2 ttl auto df unset ageing none maxaddress unlimited l2miss l3miss
new 8 id 8 dstport 8472 remote 10.0.0.2 udpcsum noproxy norsc nol2miss nol3miss learning ageing 0
new 9 id 9 dstport 4789 dev v0 local any
ip -d -j -p link show x4
ip -d -j -p link show x5
try link set x2 type vxlan remote 10.0.0.3
try link set x2 type vxlan id 9
try link set x2 type vxlan dstport 9
try link set x2 type vxlan ageing 5 ttl 9 nolearning
ip -d link show x2 | sed -n 3p
try link set x3 type vxlan dev v1
try link set x2 mtu 70000
try link set x2 mtu 65535
try link set x3 mtu 1451
try link set x3 mtu 1450
try link set v0 mtu 1000
ip -br link show x3
ip link show x3
try link set x4 address 00:00:00:00:00:00
try link del v0
ip -br link
