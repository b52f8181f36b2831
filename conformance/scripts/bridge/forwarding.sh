# Which ports a frame leaves by: known, unknown, to all and to groups; with every flag that a port has for it, and with what is not forwarded.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge mcast_snooping 0 ageing_time 30000
for i in 1 2 3 4; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set host$i address 02:00:00:00:00:0$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 1.6
count() { cat /sys/class/net/{host1,host2,host3,host4,br0}/statistics/rx_packets; }
ORDINARY="02:00:00:00:00:02 02:00:00:00:ee:ee 02:00:00:00:00:99 ff:ff:ff:ff:ff:ff 01:00:5e:01:01:01"
LINK="01:80:c2:00:00:00 01:80:c2:00:00:01 01:80:c2:00:00:02 01:80:c2:00:00:03 01:80:c2:00:00:0e 01:80:c2:00:00:10"
# send WORD: frames of every kind from the first host, and who got them
send() {
  echo "# $*"
  local to before
  for to in ${TO:-$ORDINARY}; do
    before=($(count))
    inject host1 $to 02:00:00:00:00:01 88b5 00*46
    local after=($(count)) i line=
    for i in 0 1 2 3 4; do line+=" $((after[i] - before[i]))"; done
    echo "$to$line"
  done
}
inject host2 ff:ff:ff:ff:ff:ff 02:00:00:00:00:02 88b5 00*46
TO="$ORDINARY $LINK 02:00:00:00:00:01 02:00:00:00:01:01 02:00:00:00:01:02 33:33:00:00:00:01" send plain
for flag in hairpin isolated learning flood mcast_flood bcast_flood neigh_suppress locked proxy_arp mcast_to_unicast; do
  for port in port1 port2; do
    for state in on off; do
      bridge -d link show dev $port | grep -q " $(echo $flag) $state" && continue
      [ $flag = proxy_arp ] && ip link set $port type bridge_slave $flag $state || bridge link set dev $port $flag $state
      send $port $flag $state
    done
  done
  for port in port1 port2; do
    case $flag in learning|flood|mcast_flood|bcast_flood) state=on;; *) state=off;; esac
    ip link set $port type bridge_slave $flag $state
  done
done
bridge link set dev port1 isolated on
bridge link set dev port2 isolated on
send two isolated
bridge link set dev port1 isolated off
bridge link set dev port2 isolated off
TO=$LINK
for mask in 0x4000 0xfff8; do
  ip link set br0 type bridge group_fwd_mask $mask
  send mask $mask
done
ip link set br0 type bridge group_fwd_mask 0
for mask in 2 0xfff8 7; do
  ip link set port1 type bridge_slave group_fwd_mask $mask
  send port mask $mask $?
done
ip link set port1 type bridge_slave group_fwd_mask 0
ip link set br0 type bridge group_address 01:80:c2:00:00:0e
send group address 0e
ip link set br0 type bridge group_address 01:80:c2:00:00:00
ip link set br0 type bridge stp_state 1 forward_delay 3000
send STP
TO=
bridge link set dev port1 state 3
ip link set br0 type bridge stp_state 0
for state in 1 2 3 4 0; do
  bridge link set dev port1 state $state; send first port $state: $?
  bridge link set dev port1 state 3
done
for state in 1 2 4; do
  bridge link set dev port2 state $state; send second port $state: $?
  bridge link set dev port2 state 3
done
ip link set port2 down; send second is down; ip link set port2 up; sleep 1.5
ip link set port2 type bridge_slave backup_port port3; ip link set host2 down; sleep 1.2; send backup; ip link set host2 up; sleep 1.2; send and back
bridge fdb add 02:00:00:00:ee:ee dev port3 master static; send known elsewhere
bridge fdb replace 02:00:00:00:ee:ee dev port1 master static; send known at the same port
bridge fdb replace 02:00:00:00:ee:ee dev br0 self local; send known at the bridge
ip link set br0 promisc on; send the bridge takes all; ip link set br0 promisc off
ip link set br0 down; send the bridge is down
for d in port1 port2 port3 br0; do echo $d $(cat /sys/class/net/$d/statistics/{rx,tx}_{packets,bytes,dropped,errors}); done
