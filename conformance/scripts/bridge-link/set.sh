# What bridge link set changes, and what it refuses.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1
bridge link set dev veth0 cost 3; echo $?
ip link set veth0 master br0
for option in 'cost 3' 'cost 0' 'cost x' 'cost 65536' 'priority 64' 'priority 5' 'priority x' 'state 9' 'state 2' 'state learning' 'state foo' \
  'hairpin on' 'hairpin 1' 'guard on' 'root_block on' 'fastleave on' 'learning off' 'learning_sync on' 'flood off' 'mcast_flood off' 'bcast_flood off' \
  'mcast_to_unicast on' 'mcast_router 1' 'neigh_suppress on' 'vlan_tunnel on' 'isolated on' 'locked on' 'backup_port veth0' \
  'backup_port lo' 'backup_port nosuch' 'nobackup_port' 'hwmode vepa' 'hwmode x' 'self' 'master' 'self master' 'cost 7 master' 'cost 8 self' 'foo' 'cost'; do
  echo "# $option"
  bridge link set dev veth0 $option; echo $?
done
bridge -d link
ip link set br0 up
ip link set veth0 up
ip link set veth1 up
sleep 1.5
bridge link
bridge link set dev veth0 state blocking; echo $?
bridge link
ip link show br0
bridge link set dev veth0 state 3; echo $?
sleep 1.5
ip link show br0
bridge link set dev lo cost 3; echo $?
bridge link set dev nosuch; echo $?
bridge link set; echo $?
bridge link set dev; echo $?
bridge link foo; echo $?
bridge link help; echo $?
