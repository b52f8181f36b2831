# A macvlan of mode "source" takes what comes from its addresses; with "nodst" others do not get it.
ip netns add A; ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 netns H
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip netns exec A sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link set v0 up; ip netns exec H ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip netns exec H ip addr add 10.0.0.9/24 dev v1
ip link add link v0 name mA address 02:00:00:00:00:11 netns A type macvlan mode source macaddr add 02:00:00:00:00:02
ip netns exec A ip link set mA up
sleep 1.5
ip netns exec H ping -c 1 -W 1 10.0.0.1 | grep received
ip netns exec A ip -s link show mA | sed -n '3,6p'
ip netns exec A ip link set mA type macvlan mode source flag nodst
ip netns exec H ping -c 1 -W 1 10.0.0.1 | grep received
ip netns exec A ip -s link show mA | sed -n '3,6p'
ip netns exec A ip link set mA type macvlan macaddr set 02:00:00:00:00:03
ip netns exec H ping -c 1 -W 1 10.0.0.1 | grep received
ip netns exec A ip -s link show mA | sed -n '3,6p'
ip netns exec A ip link set mA down
ip netns exec A ip link set mA type macvlan macaddr set 02:00:00:00:00:02
ip netns exec H ping -c 1 -W 1 10.0.0.1 | grep received
ip netns exec A ip -s link show mA | sed -n '3,6p'
