# What BPDUs of others make of a bridge: better and worse roots, costs, bridges and ports; ties; what guards refuse; old ones; changes of the topology.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:50 type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600 priority 32768
for i in 1 2 3; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i
  ip link set h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set h$i up
done
for i in 1 2 3; do ip link set p$i up; done
ip link set br0 up
sleep 1.5
show() {
  echo "# $*"
  for i in 1 2 3; do ip -d link show p$i | grep -o 'bridge_slave state [a-z]* priority [0-9]* cost [0-9]*\|port_id.*designated_root [^ ]*' | paste -sd' ' | sed 's/bridge_slave //'; done
  ip -d link show br0 | grep -o 'bridge_id.*topology_change_detected [01]'
}
# bpdu HOST FLAGS ROOT COST BRIDGE PORT AGE: the times are in 256ths of a second
bpdu() { inject h$1 0180c2000000 02000000020$1 0026 424203 0000 00 00 $2 $3 $4 $5 $6 $7 0600 0100 0200; sleep 0.02; }
tcn() { inject h$1 0180c2000000 02000000020$1 0007 424203 0000 00 80; sleep 0.02; }
show alone
sleep 4.5; show forwarding
BETTER=1000020000000001 BEST=0000020000000001 WORSE=9000020000000099 OWN=8000020000000050 LOWER=8000020000000040
bpdu 1 00 $WORSE 00000000 $WORSE 8001 0000; show a worse root
bpdu 1 00 $BETTER 00000064 $WORSE 8001 0000; show a better root
bpdu 2 00 $BETTER 00000064 $LOWER 8001 0000; show the same by a better bridge
bpdu 3 00 $BETTER 00000063 $WORSE 8007 0000; show the same, cheaper
bpdu 2 00 $BETTER 00000063 $WORSE 8006 0000; show the same, by a better port
bpdu 1 00 $BETTER 00000063 $WORSE 8006 0000; show all the same
bridge link set dev p1 cost 1; show the first port costs less
bridge link set dev p1 cost 2; show and not
bridge link set dev p2 priority 1; show the second port has priority
bridge link set dev p2 priority 32; show and not
ip link set p1 type bridge_slave root_block on
bpdu 1 00 $BEST 00000000 $BEST 8001 0000; show root_block: no root there
ip link set p1 type bridge_slave root_block off
bpdu 1 00 $BEST 00000000 $BEST 8001 0000; show without
ip link set p1 type bridge_slave guard on
bpdu 1 00 $BEST 00000000 $BEST 8001 0000; show guard: no BPDUs at all
ip link set p1 type bridge_slave guard off
ip link set p1 down; ip link set p1 up; sleep 1.2; show the port is back
bpdu 1 01 $BEST 00000000 $BEST 8001 0000; show the topology has changed
bpdu 1 80 $BEST 00000000 $BEST 8001 0000; show it was told so
tcn 2; show a bridge tells of a change
bpdu 2 00 $BEST 00000001 $LOWER 8001 0000; show another way to the root
bpdu 1 00 $BEST 00000000 $BEST 8001 0500; bpdu 2 00 $BEST 00000001 $LOWER 8001 0000
sleep 1.6; show the first was old
bpdu 2 00 $BEST 00000001 $LOWER 8001 0700; show older than it may get
sleep 7; show all are old
ip link set br0 type bridge priority 0; show priority 0
ip link set br0 address 02:00:00:00:00:01; show another address
ip link set br0 type bridge priority 61440
bpdu 3 00 $OWN 00000000 $OWN 8001 0000; show once our own
ip link set br0 address 02:00:00:00:00:50; ip link set br0 type bridge priority 32768; show it is us again
bpdu 3 00 $OWN 00000000 $OWN 8003 0000; show we hear ourselves
bpdu 3 00 $OWN 00000000 $OWN 8001 0000; show by another port
ip link set br0 type bridge stp_state 0; show no STP
bpdu 3 00 $BEST 00000000 $BEST 8001 0000; show not heard
ip link set br0 type bridge stp_state 1; show STP
