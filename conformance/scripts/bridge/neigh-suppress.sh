# Requests that the bridge answers or keeps from ports.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
for i in 1 2 3; do
  ip netns add h$i
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name eth0 netns h$i
  ip -n h$i link set eth0 address 02:00:00:00:00:0$i
  ip netns exec h$i sysctl -qw net.ipv6.conf.eth0.accept_dad=0
  ip -n h$i address add 10.0.0.$i/24 dev eth0
  ip -n h$i address add fd00::$i/64 dev eth0
  ip -n h$i link set eth0 up
done
ip link add br0 address 02:00:00:00:00:99 type bridge
for i in 1 2 3; do
  ip link set port$i master br0
  ip link set port$i up
done
ip link set br0 up
ip address add 10.0.0.254/24 dev br0
ip address add fd00::254/64 dev br0
sleep 2.5
ask() {
  echo "# $*"
  for i in 1 2 3; do ip -n h$i neigh flush dev eth0; done
  ip neigh flush dev br0 nud reachable nud stale nud delay
  for i in 1 2 3; do ip netns exec h$i timeout 1 tcpdump -tnel -i eth0 'arp or (ip6[6]=58 and (ip6[40]=135 or ip6[40]=136))' > dump$i 2>/dev/null & done
  sleep 0.4
  ip netns exec h$1 ping -q -c 1 -W 0.2 $2 | grep received
  wait
  for i in 1 2 3; do echo "h$i:"; grep -v fe80 dump$i; done
}
bridge fdb replace 02:00:00:00:00:02 dev port2 master static
ask 1 10.0.0.2
ip link set port2 type bridge_slave neigh_suppress on
ask 1 10.0.0.2
ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 nud permanent dev br0
ip neigh replace fd00::2 lladdr 02:00:00:00:00:02 nud permanent dev br0
ask 1 10.0.0.2
ask 1 fd00::2
ask 1 10.0.0.254
ask 1 fd00::254
ask 1 10.0.0.9
ask 2 10.0.0.1
ip netns exec h1 arping -q -U -c 1 -I eth0 10.0.0.1
ask 3 fd00::1
ip link set port2 type bridge_slave neigh_suppress off
ip link set port1 type bridge_slave proxy_arp on
ask 1 10.0.0.2
ask 3 10.0.0.1
ip link set port1 type bridge_slave proxy_arp off
ip link set port2 type bridge_slave proxy_arp_wifi on
ask 1 10.0.0.2
