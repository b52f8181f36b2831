# Groups of a vxlan device: Debian's bridge can not name the remote that they need.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add p0 type veth peer name p1
ip link add br0 type bridge
ip link set p0 master br0
ip link add vx0 type vxlan id 5 dstport 4789
ip link add vx1 type vxlan external dstport 4790
ip link add vx2 type vxlan id 7 dstport 4791 remote fd00::1
for dev in vx0 vx1; do for port in vx0 vx1 p0; do
for g in 239.1.1.1 224.0.0.1 ff05::1 0.0.0.0 :: 01:02:03:04:05:06; do
for w in "" permanent temp "permanent src 10.0.0.1" "permanent src fd00::2" "permanent src 239.1.1.1" "permanent vid 5" "permanent src 0.0.0.0"; do
t bridge mdb add dev $dev port $port grp $g $w
t bridge mdb del dev $dev port $port grp $g $w
done; done; done; done
t bridge mdb show; t bridge mdb show dev vx0; t bridge -d -s -j mdb
