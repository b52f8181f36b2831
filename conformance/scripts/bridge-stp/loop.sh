# Two bridges with two cables between them: one port blocks, and takes over when the other cable is cut.
for i in 1 2; do
  ip netns add b$i
  ip -n b$i link add br0 address 02:00:00:00:00:0$i type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600
done
ip -n b1 link add eth1 address 02:00:00:00:01:01 type veth peer name eth1 netns b2
ip -n b1 link add eth2 address 02:00:00:00:01:02 type veth peer name eth2 netns b2
for i in 1 2; do
  ip -n b$i link set eth1 address 02:00:00:00:0$i:01
  ip -n b$i link set eth2 address 02:00:00:00:0$i:02
  ip -n b$i link set eth1 master br0
  ip -n b$i link set eth2 master br0
  ip -n b$i link set eth1 up
  ip -n b$i link set eth2 up
done
bridge -n b1 link
ip -n b1 link set br0 up
ip -n b2 link set br0 up
sleep 1.5
bridge -n b1 link
bridge -n b2 link
sleep 5
bridge -n b1 link
bridge -n b2 link
short() { ip -n $1 -d link show $2 | grep -o "$3"; }
for b in b1 b2; do
  short $b br0 'forward_delay.*topology_change_detected [01]'
  short $b eth1 'bridge_slave.*designated_root [^ ]*'
  short $b eth2 'bridge_slave.*designated_root [^ ]*'
done
ip -n b1 link set eth1 down
sleep 6
bridge -n b2 link
short b2 br0 'root_port.*root_path_cost [0-9]*'
ip -n b2 link set br0 type bridge priority 4096
sleep 3
short b1 br0 'bridge_id.*root_path_cost [0-9]*'
short b2 br0 'bridge_id.*root_path_cost [0-9]*'
