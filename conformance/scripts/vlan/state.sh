# What a VLAN device tells, shows, and does to its lower device.
# profile: debian
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set v0 up; ip link set v1 up
sleep 1.5
ip monitor link > /tmp/mon & sleep 0.3
ip link add link v0 name vl0 type vlan id 5; sleep 1.5
ip link add link v0 name vl1 address 02:00:00:00:00:55 type vlan id 6 loose_binding on; sleep 1.5
ip link set vl0 up
ip link set vl1 up
sleep 1.5
ip -d link show vl0; ip -d link show vl1; ip -d link show v0
ip maddr show dev vl0; ip maddr show dev vl1; ip maddr show dev v0 | grep -v 01:80:c2:00:00:21
ip addr show dev vl0
ip link set vl0 allmulticast on
ip -d link show v0
ip link set vl0 promisc on
ip -d link show v0
ip link set vl0 promisc off
ip link set vl0 allmulticast off
ip -d link show v0
ip link set vl0 protodown on
ip link set v1 down; sleep 1.5; ip link show vl0; ip link show vl1
ip link set v1 up; sleep 1.5; ip link show vl0; ip link show vl1
ip link set v0 down; sleep 1.5; ip link show vl0; ip link show vl1
ip link set vl0 up
ip link set v0 up
sleep 1.5
ip link show vl0; ip link show vl1
ip link set vl0 down
ip link set vl0 address 02:00:00:00:00:77
ip link set vl0 up
ip -d link show v0
ip link set vl0 address 02:00:00:00:00:01
ip -d link show v0
ip link set vl1 down
ip -d link show v0
ip link set vl0 carrier off
ip netns add N
ip link set vl0 netns N
ip -n N -d link show vl0
ip link del v0
sleep 0.3
ip -br link
ip -n N -br link
kill %1; wait 2>/dev/null; sed s/LOWERLAYERDOWN/DOWN/ /tmp/mon
