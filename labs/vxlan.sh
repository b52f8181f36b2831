#!/usr/bin/env bash
# VXLAN: containers of two hosts on one Ethernet, though the hosts only have a routed network between them.

# No IPv6 here: only what this lab is about shall be on the wire.
quiet() { ip netns exec $1 sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv4.ip_forward=$2; }

# The underlay: host1 and host2 in different networks, and a router between them that knows nothing of what comes.
ip netns add router
quiet router 1
for i in 1 2; do
  ip netns add host$i
  quiet host$i 0
  ip -n host$i link add eth0 address 02:00:00:00:0$i:02 type veth peer name to-host$i address 02:00:00:00:0$i:01 netns router
  ip -n router addr add 192.0.$i.1/24 dev to-host$i
  ip -n router link set to-host$i up
  ip -n host$i addr add 192.0.$i.2/24 dev eth0
  ip -n host$i link set eth0 up
  ip -n host$i route add default via 192.0.$i.1
done

# On each host a bridge, and on it two containers, all of one network: 10.42.0.0/24.
for i in 1 2; do
  ip -n host$i link add br0 address 02:00:00:00:b0:0$i type bridge mcast_snooping 0
  ip -n host$i link set br0 up
  for j in a b; do
    c=c$i$j
    ip netns add $c
    quiet $c 0
    ip -n $c link add eth0 address 02:42:00:00:0$i:0$j type veth peer name $c address 02:00:00:00:b$i:0$j netns host$i
    ip -n host$i link set $c master br0 up
    ip -n $c addr add 10.42.0.$i$(( 0x$j ))/24 dev eth0
    ip -n $c link set eth0 up
    # Nor do neighbours that are known need to be asked again.
    ip netns exec $c sysctl -qw net.ipv4.neigh.eth0.delay_first_probe_time=100
  done
done
sleep 1.5
# try CONTAINER ADDRESS: a ping from the beginning, with ARP.
try() { ip -n $1 neigh flush all; echo "$1: ping ${*:2}: $(ip netns exec $1 ping -q -c 1 -W 1 "${@:2}" | grep loss | grep -o '[0-9.]*% packet loss')"; }
# watch COUNT FILTER: what passes the router on its way to host2. shown: what was seen.
watch() { ip netns exec router tcpdump -nn -t -l -c $1 --immediate-mode -i to-host2 "$2" > seen.txt 2>/dev/null & seen=$!; sleep 0.5; }
shown() { wait $seen; cat seen.txt; }

echo "== Within a host the bridge is enough. To the other host there is no Ethernet."
try c1a 10.42.0.111
try c1a 10.42.0.210

echo "== A tunnel's end on each host, and a port of the bridge: frames go into UDP, and out of it."
for i in 1 2; do
  ip -n host$i link add vxlan42 address 02:00:00:00:42:0$i type vxlan id 42 local 192.0.$i.2 dev eth0 dstport 4789
  ip -n host$i link set vxlan42 master br0 up
done
ip -n host1 -d link show vxlan42 | sed 's/ addrgenmode.*//; /bridge_slave/d'

echo "== It knows no other end yet: nobody to send a broadcast to."
try c1a 10.42.0.210
ip -n host1 -s link show vxlan42 | tail -n 1 | awk '{ print "sent:", $2 "; dropped:", $4 ? "some" : "none" }'

echo "== The default destination, for everything that is not known: all zeros. host1 gets one."
bridge -n host1 fdb append 00:00:00:00:00:00 dev vxlan42 dst 192.0.2.2
watch 4 "udp port 4789"
try c1a 10.42.0.210
shown

echo "== host2 has none, and answered: it has learnt from the request behind which end c1a is."
for i in 1 2; do bridge -n host$i fdb show dev vxlan42 | sed 's/ vlan [0-9]*//' | grep -v permanent | sort -u; done

echo "== But a broadcast of host2 finds nobody, until it has a default destination, too."
try c2b 10.42.0.111
bridge -n host2 fdb append 00:00:00:00:00:00 dev vxlan42 dst 192.0.1.2
try c2b 10.42.0.111

echo "== The wire holds 1500 bytes, the tunnel takes 50: 20 for IP, 8 for UDP, 8 for VXLAN, 14 for the inner Ethernet."
for d in eth0 vxlan42 br0; do echo "host1's $d: $(ip -n host1 link show $d | grep -o 'mtu [0-9]*')"; done
echo "c1a's eth0: $(ip -n c1a link show eth0 | grep -o 'mtu [0-9]*')"
try c1a -s 1422 10.42.0.210
echo "== The container still believes in 1500. The bridge drops what is too long for its port, and tells nobody."
try c1a -s 1423 10.42.0.210
try c1a -s 1423 -M do 10.42.0.210
ip netns exec c1a ping -q -c 1 -W 1 -s 1472 10.42.0.111 | grep -o '[0-9.]*% packet loss'
echo "== A longer tunnel than the wire allows is refused."
ip -n host1 link set vxlan42 mtu 1500
echo "== So the containers have to be told: 1450. Now they cut packets themselves, or say that they can not."
for c in c1a c1b c2a c2b; do ip -n $c link set eth0 mtu 1450; done
watch 2 "udp port 4789 and src 192.0.1.2 and greater 100"
try c1a -s 1472 10.42.0.210
shown
ip netns exec c1a ping -c 1 -W 1 -s 1472 -M do 10.42.0.210

echo "== Or the wire is made longer: 1550 for the underlay, and containers may have their 1500."
for i in 1 2; do
  ip -n router link set to-host$i mtu 1550
  ip -n host$i link set eth0 mtu 1550
  ip -n host$i link set vxlan42 mtu 1500
done
for c in c1a c2a; do ip -n $c link set eth0 mtu 1500; done
try c1a -s 1472 -M do 10.42.0.210

echo "== Without learning somebody has to say where each container is: what the agent of an overlay does."
for i in 1 2; do
  ip -n host$i link del vxlan42
  ip -n host$i link add vxlan42 address 02:00:00:00:42:0$i type vxlan id 42 local 192.0.$i.2 dev eth0 dstport 4789 nolearning
  ip -n host$i link set vxlan42 master br0 up
  bridge -n host$i link set dev vxlan42 learning off neigh_suppress on
done
for j in a b; do
  bridge -n host1 fdb add 02:42:00:00:02:0$j dev vxlan42 master static
  bridge -n host1 fdb add 02:42:00:00:02:0$j dev vxlan42 self static dst 192.0.2.2
  bridge -n host2 fdb add 02:42:00:00:01:0$j dev vxlan42 master static
  bridge -n host2 fdb add 02:42:00:00:01:0$j dev vxlan42 self static dst 192.0.1.2
  ip -n host1 neigh add 10.42.0.2$(( 0x$j )) lladdr 02:42:00:00:02:0$j dev br0
  ip -n host2 neigh add 10.42.0.1$(( 0x$j )) lladdr 02:42:00:00:01:0$j dev br0
done
bridge -n host1 fdb show dev vxlan42 | sed 's/ vlan [0-9]*//' | grep -v permanent | sort -u
watch 2 "udp port 4789"
try c1a 10.42.0.210
shown
ip -n c1a neigh
ip -n host2 -s link show vxlan42 | awk 'p { print "host2 received", $2, "frames"; exit } /RX/ { p = 1 }'
