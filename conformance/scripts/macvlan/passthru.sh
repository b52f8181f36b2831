# A passthru macvlan has its lower device for itself.
ip netns add A; ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 netns H
ip link set v0 up; ip netns exec H ip link set v1 up
ip netns exec H ip addr add 10.0.0.9/24 dev v1
ip link add link v0 name mA netns A type macvlan mode passthru
ip -d link show v0 | grep -o 'promiscuity [0-9]*'
ip netns exec A ip link set mA up
ip -d link show v0 | grep -o 'promiscuity [0-9]*'
ip netns exec A ip addr add 10.0.0.1/24 dev mA
sleep 1.5
ip netns exec A ping -c 2 -i 0.2 -W 1 10.0.0.9 | grep received
ip addr add 10.0.0.3/24 dev v0
ip netns exec H ping -c 1 -W 1 10.0.0.3 | grep received
ip netns exec A ip link set mA address 02:00:00:00:00:77
ip link show v0
ip netns exec A ip link show mA
ip netns exec A ping -c 1 -W 1 10.0.0.9 | grep received
ip netns exec H ip neigh show 10.0.0.1
ip link set v0 type macvlan mode bridge
ip netns exec A ip link set mA type macvlan mode passthru flag nopromisc
ip -d link show v0 | grep -o 'promiscuity [0-9]*'
ip netns exec A ip link set mA type macvlan mode passthru flag null
ip -d link show v0 | grep -o 'promiscuity [0-9]*'
ip netns exec A ip link del mA
ip -d link show v0
ip netns exec H ping -c 1 -W 1 10.0.0.3 | grep received
ip link add link v0 name mA netns A type macvlan mode passthru
ip link set v0 netns A
ip netns exec A ip -br link
ip netns del A
sleep 0.3
ip -br link
