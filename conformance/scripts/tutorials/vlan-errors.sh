# What people try with devices that the kernel or a parent does not allow.
ip link add link nosuch name vlan10 type vlan id 10
ip link add veth0 type veth peer name veth1
ip link add link veth0 name mv0 type macvlan mode private
ip link add link veth0 mv1 type macvlan mode nosuch
ip link add link veth0 name mv1 type macvlan mode passthru
ip link add link mv0 name mv2 type macvlan mode bridge
ip link add name br0 type bridge
ip link set mv0 master br0
ip link set veth0 master br0
ip link set lo master br0
ip link set br0 master br0
ip link add br1 type bridge; ip link set br1 master br0
ip link add vx0 type vxlan id 16777216
ip link add vx0 type vxlan id 5 remote 10.0.0.1 group 239.1.1.1 dev veth0
ip link add vx0 type vxlan id 5 group 10.0.0.1 dev veth0 dstport 4789
ip link add vx0 type vxlan id 5 group 239.1.1.1
ip link add vx0 type vxlan id 5 dstport 4789
ip link add vx1 type vxlan id 5 dstport 4789
ip link add vx2 type vxlan id 5
ip link add veth0 type veth
ip link add toolonganameforalink type veth
ip link add "a/b" type bridge
ip link add name veth2 type veth peer name veth2
ip link set veth0 mtu 67; ip link set veth0 mtu 65536; ip link set veth0 mtu x
ip link set veth1 address 01:00:00:00:00:01
ip link set veth1 address 02:00:00:00:00
ip link set veth1 name br0
ip link set veth1 netns nosuch
ip link del lo
ip link set nosuch up
ip addr add 10.0.0.256/24 dev veth1
ip addr add 10.0.0.1/33 dev veth1
ip addr add 10.0.0.1/24 dev nosuch
ip addr add 10.0.0.1/24 dev veth1; ip addr add 10.0.0.1/24 dev veth1
ip addr del 10.0.0.2/24 dev veth1
ip route add default via 10.0.0.254
ip link set veth1 up
ip route add default via 10.9.0.254
ip route add 10.0.0.1/24 via 10.0.0.254
ip route del 192.168.0.0/16
ip route add 10.0.0.0/24 dev veth1
ip route replace default via 10.0.0.254 dev nosuch
ip netns add x; ip netns add x
ip netns del y
ip netns exec y true
ip netns exec x nosuch
ip neigh add 10.0.0.2 dev veth1; ip neigh add 10.0.0.2 lladdr zz dev veth1
ip rule add table nosuch; ip rule del prio 77
ip foo; ip link foo; ip addr show foo; ip route get
bridge fdb add 02:00:00:00:00:09 dev nosuch; bridge link set dev veth1 state 3; bridge vlan add dev veth0 vid 5000
brctl addif br0 nosuch; brctl addbr br0; brctl delbr nosuch; brctl delif br0 veth1
