# Entries as bridge fdb shows them.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add br1 type bridge
ip link set br1 address 02:00:00:00:00:98
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1
ip link add veth2 address 02:00:00:00:00:20 type veth peer name veth3
ip link set veth1 address 02:00:00:00:00:11
ip link set veth3 address 02:00:00:00:00:21
bridge fdb
ip link set veth0 master br0
ip link set veth2 master br0
bridge fdb
bridge fdb add 02:00:00:00:01:01 dev veth0 master; echo $?
bridge fdb add 02:00:00:00:01:02 dev veth0 master static; echo $?
bridge fdb add 02:00:00:00:01:03 dev veth0 master dynamic; echo $?
bridge fdb add 02:00:00:00:01:04 dev veth0; echo $?
bridge fdb add 02:00:00:00:01:05 dev br0 self; echo $?
bridge fdb add 02:00:00:00:01:06 dev br0 self local; echo $?
bridge fdb add 02:00:00:00:01:07 dev br0 self dynamic; echo $?
bridge fdb add 02:00:00:00:01:08 dev veth2 master static sticky; echo $?
bridge fdb add 02:00:00:00:01:09 dev veth2 master static extern_learn; echo $?
bridge fdb add 02:00:00:00:01:0a dev veth2 master self static; echo $?
bridge fdb add 01:00:5e:00:00:05 dev veth2 self; echo $?
bridge fdb
bridge -s fdb
bridge -d fdb
bridge fdb show dev veth0
bridge fdb show brport veth2
bridge fdb show br br0
bridge fdb show br br1
bridge fdb show br br0 brport veth0
bridge fdb show br veth0
bridge fdb show dynamic
bridge fdb show state static
bridge fdb show state permanent dev veth0
bridge fdb show state foo; echo $?
bridge fdb show vlan 5
bridge fdb show vlan 5 vlan 6; echo $?
bridge fdb show dev nosuch; echo $?
bridge fdb show br nosuch; echo $?
bridge fdb show help; echo $?
bridge -j fdb show br br0
bridge -j -p -s fdb show dev veth2
bridge -color fdb show dev veth0
bridge fdb get 02:00:00:00:01:02 br br0
bridge fdb get 02:00:00:00:01:02 brport veth0
bridge fdb get 02:00:00:00:01:02 dev veth0 master
bridge fdb get to 02:00:00:00:01:02 br br0
bridge fdb get 02:00:00:00:01:fe br br0; echo $?
bridge fdb get 02:00:00:00:01:02 dev veth0; echo $?
bridge fdb get 02:00:00:00:01:02 dev veth1; echo $?
bridge fdb get 02:00:00:00:01:02 br br0 dev veth0; echo $?
bridge fdb get 02:00:00:00:01:02 br nosuch; echo $?
bridge fdb get xx br br0; echo $?
bridge fdb get 02:00:00:00:01:02 dev veth0 self; echo $?
bridge fdb get 02:00:00:00:01:02 br br0 vlan 5; echo $?
bridge -j -p fdb get 02:00:00:00:01:02 br br0
