# profile: debian
# Requests for neighbours in VLANs: answered from what the device of the VLAN knows, and kept from ports that do not want to hear them.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
ip link add br0 address 02:00:00:00:00:99 type bridge forward_delay 0 mcast_snooping 0
for i in 1 2 3; do
  ip netns add h$i
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name eth0 netns h$i
  ip netns exec h$i sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
  ip -n h$i link set eth0 address 02:00:00:00:00:0$i
  ip -n h$i link add link eth0 name vlan10 type vlan id 10
  ip -n h$i address add 10.0.0.$i/24 dev eth0
  ip -n h$i address add 10.0.10.$i/24 dev vlan10
  ip -n h$i address add fd00:10::$i/64 dev vlan10
  ip -n h$i link set eth0 up
  ip -n h$i link set vlan10 up
  ip link set port$i master br0
  ip link set port$i up
done
ip link set br0 up
ip link set br0 type bridge vlan_filtering 1
for i in 1 2 3; do bridge vlan add vid 10 dev port$i; done
sleep 3
ask() {
  echo "# $*"
  for i in 1 2 3; do ip -n h$i neigh flush dev eth0; ip -n h$i neigh flush dev vlan10; done
  for i in 1 2 3; do ip netns exec h$i timeout 1 tcpdump -tnel -i eth0 > dump$i 2>/dev/null & done
  sleep 0.4
  ip netns exec h1 ping -q -c 1 -W 0.3 $1 | grep received
  wait
  for i in 1 2 3; do echo "h$i:"; grep -E 'ARP|neighbor' dump$i | grep -v fe80; done
}
ask 10.0.0.2 nothing is suppressed
ask 10.0.10.2 in the VLAN
ip link set port2 type bridge_slave neigh_suppress on
ip link set port3 type bridge_slave neigh_suppress on
ask 10.0.10.2 no device knows the VLAN
bridge vlan add vid 10 dev br0 self
ip link add link br0 name br0.10 type vlan id 10
ip link set br0.10 up
ask 10.0.10.2 the device knows no neighbour
ip neigh replace 10.0.10.2 lladdr 02:00:00:00:00:02 nud permanent dev br0.10
ip neigh replace fd00:10::2 lladdr 02:00:00:00:00:02 nud permanent dev br0.10
ask 10.0.10.2 the device knows it
ask fd00:10::2 and by IPv6
ask 10.0.0.2 the VLAN of the port itself has no device
ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 nud permanent dev br0
ask 10.0.0.2 the bridge does not count
ip link add link br0 name br0.1 type vlan id 1
ip link set br0.1 up
ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 nud permanent dev br0.1
ask 10.0.0.2 the device of its VLAN does
ip address add 10.0.10.254/24 dev br0.10
ask 10.0.10.254 an address of the device itself
ip link set port1 type bridge_slave neigh_suppress on
ask 10.0.10.2 who asks is suppressed, too
ask 10.0.10.77 nobody knows
bridge fdb show dev port2 | grep -v permanent | sort
