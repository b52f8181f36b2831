# Multicast addresses that bridge fdb adds to a device itself are the user's own, as those of ip maddr are.
ip link add dev v-a address 02:00:00:00:00:13 type veth peer dev veth3 address 02:00:00:00:00:14
bridge fdb add 01:00:5e:01:02:03 dev veth3; echo $?
ip maddr show dev veth3
bridge fdb add 01:00:5e:01:02:04 dev v-a self; echo $?
bridge fdb add 01:00:5e:01:02:04 dev v-a self; echo $?
bridge fdb del 01:00:5e:01:02:04 dev v-a self; echo $?
ip maddr add 01:00:5e:01:02:05 dev v-a
bridge fdb add 01:00:5e:01:02:05 dev v-a self; echo $?
bridge fdb del 01:00:5e:01:02:05 dev v-a self; echo $?
bridge fdb del 01:00:5e:01:02:05 dev v-a self; echo $?
ip maddr show dev v-a
bridge fdb add 02:00:5e:01:02:05 dev v-a self; echo $?
bridge fdb add 01:00:5e:01:02:06 dev v-a self; echo $?
ip maddr add 01:00:5e:01:02:06 dev v-a
ip maddr show dev v-a
ip maddr del 01:00:5e:01:02:06 dev v-a
ip maddr show dev v-a
ip maddr del 01:00:5e:01:02:06 dev v-a
ip maddr show dev v-a
cat /proc/net/dev_mcast
ip link del v-a
ip link add dev v-a address 02:00:00:00:00:13 type veth peer dev veth3 address 02:00:00:00:00:14
ip maddr add 01:00:5e:01:02:05 dev v-a; echo $?
ip maddr add 01:00:5e:01:02:05 dev v-a; echo $?
ip maddr show dev v-a
bridge fdb add 01:00:5e:01:02:06 dev v-a self; echo $?
ip maddr add 01:00:5e:01:02:06 dev v-a; echo $?
ip maddr show dev v-a
bridge fdb append 01:00:5e:01:02:06 dev v-a self; echo $?
ip link set v-a up
ip addr add 225.1.2.6/24 dev v-a autojoin; echo $?
ip addr add 225.1.2.8/24 dev v-a autojoin; echo $?
ip maddr show dev v-a | grep -v inet6
bridge fdb add 01:00:5e:01:02:08 dev v-a self; echo $?
ip maddr show dev v-a | grep -v inet6
ip addr del 225.1.2.6/24 dev v-a
ip addr del 225.1.2.8/24 dev v-a
ip maddr show dev v-a | grep -v inet6
cat /proc/net/dev_mcast | grep 5e01
bridge fdb del 01:00:5e:01:02:08 dev v-a self; echo $?
bridge fdb del 01:00:5e:01:02:06 dev v-a self; echo $?
cat /proc/net/dev_mcast | grep 5e01
