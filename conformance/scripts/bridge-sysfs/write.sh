# What can be written, and what is refused.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1
ip link set veth0 master br0
cd /sys/class/net/br0/bridge
put() { echo "# $1 $2"; echo "$2" > $1; echo "$? $(cat $1 2>/dev/null)"; }
put forward_delay 400
put forward_delay x
put forward_delay 0
put forward_delay 0x190
put hello_time 500
put hello_time 5
put max_age 1000
put max_age 5
put ageing_time 6000
put stp_state 1
put stp_state 0
put stp_state 2
put priority 4096
put priority 70000
put group_fwd_mask 0x4000
put group_fwd_mask 7
put group_addr 01:80:c2:00:00:0e
put group_addr 01:80:c2:00:00:01
put group_addr x
put no_linklocal_learn 1
put flush 1
put bridge_id 5
put root_port 1
put tcn_timer 1
cd /sys/class/net/veth0/brport
for file in path_cost priority hairpin_mode bpdu_guard root_block learning unicast_flood broadcast_flood multicast_flood proxyarp proxyarp_wifi \
  multicast_fast_leave multicast_to_unicast neigh_suppress isolated group_fwd_mask; do
  put $file 1
  put $file 0
  put $file x
done
put path_cost 70000
put priority 64
put group_fwd_mask 2
put backup_port veth9
put backup_port veth0
put backup_port lo
put backup_port ""
put flush 1
put state 3
put port_no 3
ip -d link show veth0 | grep -o 'bridge_slave.*locked [a-z]*'
