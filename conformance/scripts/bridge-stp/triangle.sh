# Three bridges in a circle: costs, priorities, topology changes that travel to the root, ports that block and guard.
for i in 1 2 3; do
  ip netns add b$i
  ip -n b$i link add stpbr$i address 02:00:00:00:00:0$i type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600
done
cable() { ip -n b$1 link add to$2 type veth peer name to$1 netns b$2; }
cable 1 2; cable 2 3; cable 3 1
for i in 1 2 3; do
  for j in 1 2 3; do
    [ $i = $j ] && continue
    ip -n b$i link set to$j address 02:00:00:00:0$i:0$j
    ip -n b$i link set to$j master stpbr$i
    ip -n b$i link set to$j up
  done
done
ip -n b3 link set stpbr3 type bridge priority 4096
ip -n b1 link set to3 type bridge_slave cost 1
for i in 1 2 3; do ip -n b$i link set stpbr$i up; done
show() {
  echo "# $*"
  for i in 1 2 3; do
    bridge -n b$i link | sed 's/^[0-9]*: \([^:]*\):.*state/\1 state/'
    ip netns exec b$i sh -c 'cd /sys/class/net/stpbr*/bridge; echo "$(cat root_id) port $(cat root_port) cost $(cat root_path_cost)"'
  done
}
sleep 5
show the third is the root
ip -n b3 link set to1 down
sleep 10.5
show a cable is cut
ip -n b2 link set stpbr2 type bridge priority 0
sleep 2.7
show the second is the root
