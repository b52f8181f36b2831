# What a bridge takes from its ports: address, MTU, segment sizes; and ports that change, move and go.
mk() { ip link add $1 address $2 numtxqueues 1 numrxqueues 1 type veth peer name $1p; }
mac() { ip -br link show br0 | awk '{print $3}'; }
mk vb 02:00:00:00:00:20
mk va 02:00:00:00:00:10
mk vc 02:00:00:00:00:30
ip link add br0 type bridge
ip link set vb master br0; mac
ip link set va master br0; mac
ip link set vc master br0; mac
ip link set va nomaster; mac
ip link set vb address 02:00:00:00:00:40; mac
ip link set vc address 02:00:00:00:00:41; mac
bridge fdb show br br0 | grep permanent | grep -v 33:33
ip link set br0 address 02:00:00:00:00:50; mac
ip link set va master br0; mac
bridge fdb show br br0 | grep master
ip link set br0 address 01:00:00:00:00:50; echo $?
ip link set br0 address 02:00:00:00:00:20; mac
ip link set vb address 02:00:00:00:00:20
bridge fdb show br br0 | grep master
ip link set vb nomaster
bridge fdb show br br0 | grep master
mtu() { ip link show br0 | grep -o 'mtu [0-9]*'; }
ip link set vc mtu 1400; mtu
ip link set va mtu 1300; mtu
ip link set va mtu 1450; mtu
ip link set va nomaster; mtu
ip link set va master br0; mtu
ip link set br0 mtu 1000; mtu
ip link set va mtu 900; mtu
ip link set br0 mtu 67; echo $?
ip link set br0 mtu 65536; echo $?
ip link set vc nomaster; ip link set va nomaster; mtu
ip link set va master br0
ip link set va up; ip link set vap up; ip link set br0 up
sleep 1.5
ip link set va name vx; echo $?
bridge link
ls /sys/class/net/br0/brif
ip netns add other
ip link set vx netns other
bridge link
ip -n other link show vx
ip link set br0 netns other; echo $?
ip -n other link set vx netns 1
ip link set vx master br0 up
ip link set br0 type bridge stp_state 0
ip link add br1 type bridge
ip link set vx master br1
ip link show master br0; ip link show master br1
ip link set br1 promisc on
ip -d link show vx | grep -o 'promiscuity.*allmulti [0-9]'
ip link set vx nomaster
ip -d link show vx | grep -o 'promiscuity.*allmulti [0-9]'
ip link del br1
ip link set vx promisc on
ip link set vx master br0
ip -d link show vx | grep -o 'promiscuity.*allmulti [0-9]'
ip link del br0
ip -d link show vx | grep -o 'promiscuity.*allmulti [0-9]'
ip link add br0 type bridge
ip link set vx master br0
ip link del vx
ip link show
ip netns exec other ip link add br9 type bridge
ip -n other link add vz type veth peer name vzp
ip -n other link set vz master br9
ip netns del other
ip link add veth7 type veth peer name veth8
ip link add br5 type bridge
ip link set veth7 master br5 address 02:00:00:00:00:77 up
ip -br link show br5
ip link set veth7 gso_max_size 30000
ip -d link show br5 | grep -o 'gso_max_size.*'
ethtool -K br0 tso off 2>&1 | head -3
ethtool -k br0 | grep segmentation
