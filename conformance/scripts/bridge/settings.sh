# Options of bridges and of ports: what is set is shown, and what can not be is refused.
ip link add br0 address 02:00:00:00:00:99 type bridge forward_delay 400 hello_time 100 max_age 1200 ageing_time 6000 priority 4096 group_fwd_mask 0x4000 group_address 01:80:c2:00:00:0e no_linklocal_learn 1
ip -d link show br0 | sed 's,gc_timer *[0-9.]*,gc_timer,'
ip link set br0 type bridge forward_delay 1501 max_age 999
ip -d link show br0 | grep -o 'forward_delay.*ageing'
for option in 'hello_time 5' 'hello_time 1001' 'max_age 599' 'max_age 4001' 'forward_delay 0' 'group_fwd_mask 1' 'group_fwd_mask 7' \
  'group_address 01:80:c2:00:00:01' 'group_address 01:80:c2:00:00:10' 'group_address x' 'priority 70000' 'forward_delay x' 'foo' 'help' 'stp_state' \
  'vlan_filtering 1' 'no_linklocal_learn 0' 'fdb_flush' 'priority 0' 'stp_state 1' 'forward_delay 100' 'forward_delay 200' 'stp_state 0'; do
  echo "# $option"
  ip link set br0 type bridge $option; echo $?
done
ip -d link show br0 | sed 's,gc_timer *[0-9.]*,gc_timer,'
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name veth1
ip link set veth0 type bridge_slave cost 3; echo $?
ip link set veth0 master br0
for option in 'cost 3' 'cost 0' 'cost 65536' 'priority 63' 'priority 64' 'state 9' 'state 2' 'state 300' 'hairpin on' 'hairpin 1' 'guard on' \
  'root_block on' 'learning off' 'flood off' 'mcast_flood off' 'bcast_flood off' 'mcast_to_unicast on' 'proxy_arp on' 'proxy_arp_wifi on' \
  'mcast_fast_leave on' 'neigh_suppress on' 'group_fwd_mask 2' 'group_fwd_mask 0x400d' 'vlan_tunnel on' 'isolated on' 'locked on' \
  'backup_port veth0' 'backup_port lo' 'backup_port nosuch' 'nobackup_port' 'fdb_flush' 'foo' 'pr'; do
  echo "# $option"
  ip link set veth0 type bridge_slave $option; echo $?
done
ip -d link show veth0
ip link set br0 master br0
ip link set lo master br0
ip link set veth0 master lo
ip link add br1 type bridge
ip link set br1 master br0
ip link set veth0 master br1
ip link show veth0
ip link set veth0 type bridge stp_state 1
ip link help bridge
ip link help bridge_slave
# numbers of 64 bits go round, and what is too long is cut or kept for ever
for option in 'mcast_vlan_snooping 1' 'mcast_vlan_snooping 0' 'no_linklocal_learn 1 mcast_vlan_snooping 1' 'mcast_query_interval -1' 'mcast_membership_interval -1' \
  'mcast_last_member_interval 18446744073709551615' 'mcast_querier_interval 18446744073709551616' 'mcast_startup_query_interval x'; do
  echo "# $option"
  ip link set br0 type bridge $option; echo $?
done
ip -d link show br0 | grep -o 'no_linklocal.*\|mcast_last_member_count.*nf_call_ip '
