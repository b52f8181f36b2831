# What bridge monitor tells of links and entries.
bridge monitor all > all & 
bridge monitor link > link &
bridge monitor fdb > fdb &
ip monitor link > ip &
sleep 0.5
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1 address 02:00:00:00:00:11
ip link set veth0 master br0
bridge fdb add 02:00:00:00:01:01 dev veth0 master static
bridge fdb replace 02:00:00:00:01:01 dev veth0 master
bridge fdb add 02:00:00:00:01:02 dev veth1 self
bridge fdb del 02:00:00:00:01:01 dev veth0 master
bridge link set dev veth0 cost 5
ip link set veth0 type bridge_slave hairpin on
ip link set br0 type bridge priority 5
ip link set veth0 nomaster
ip link set veth0 master br0
ip link del br0
ip link del veth0
sleep 0.5
kill %1 %2 %3 %4
wait
for file in all link fdb ip; do echo "== $file"; cat $file; done
