# profile: debian
# What is told of VLANs.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1
ip link add p1 address 02:00:00:00:01:01 type veth peer name h1 address 02:00:00:00:02:01
bridge monitor all >seen &


sleep 1
ip link set p1 master br0
ip link set lo multicast on; ip link set lo multicast off
bridge vlan add dev p1 vid 10
bridge vlan add dev p1 vid 10
bridge vlan add dev p1 vid 10 untagged
bridge vlan add dev p1 vid 20-25
bridge vlan add dev p1 vid 23-27 untagged
bridge vlan add dev p1 vid 30 pvid
bridge vlan del dev p1 vid 24-26
bridge vlan add dev br0 vid 10 self
bridge vlan del dev br0 vid 10 self
bridge vlan del dev br0 vid 11 self
ip link set lo multicast on; ip link set lo multicast off
ip link set br0 type bridge vlan_default_pvid 5
ip link set br0 type bridge vlan_default_pvid 0
ip link set lo multicast on; ip link set lo multicast off
bridge vlan set dev p1 vid 20-22 state blocking
bridge vlan set dev p1 vid 20-22 state blocking
ip link set br0 type bridge vlan_filtering 0
ip link set lo multicast on; ip link set lo multicast off
ip link set p1 nomaster
ip link del br0
sleep 1
kill $(jobs -p); wait
cat seen
