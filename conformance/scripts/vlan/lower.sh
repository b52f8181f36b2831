# VLAN devices on other devices that stand on devices: macvlans, a chain of VLANs, a bound MTU, and a lower device that moves.
# profile: debian
try() { echo "\$ ip $*"; ip "$@"; echo "= $?"; }
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link set v0 up; ip link set v1 up
try link add link v0 name mv0 address 02:00:00:00:00:11 type macvlan mode bridge
try link add link mv0 name vm0 type vlan id 9
try link set mv0 up
try link set vm0 up
cat /proc/net/vlan/vm0
prev=v0
for i in 1 2 3 4 5 6 7 8; do
  try link add link $prev name q$i type vlan id $i
  prev=q$i
done
try link set q7 up
for i in 1 2 3 4 5 6 7; do ip link set q$i up; done
sleep 1.5
ip -br link | sed 's/LOWERLAYERDOWN/DOWN          /'
try link add link q3 name mq3 address 02:00:00:00:00:13 type macvlan mode bridge
try -d link show mq3
try link set mq3 up
ip -d link show q3 | grep -o 'promiscuity [0-9]*'
ip -d link show v0 | grep -o 'promiscuity [0-9]*'
ip netns add N
try link set v0 netns N
ip -br link | sed 's/LOWERLAYERDOWN/DOWN          /'
ip -n N -br link
ip -n N link set v0 up
sleep 1.5
ip -br link | sed 's/LOWERLAYERDOWN/DOWN          /'
try -n N link del v0
sleep 0.3
ip -br link | sed 's/LOWERLAYERDOWN/DOWN          /'
