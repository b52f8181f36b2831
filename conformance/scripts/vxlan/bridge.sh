# Containers on bridges of two hosts, with a tunnel between the bridges.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
for n in A B ca cb; do
  ip netns add $n
  [ $n = ca ] || [ $n = cb ] || ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip link add vA address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 netns A type veth peer name vB address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns B
host() { # host, its underlay address, the other's, container, overlay address, number
  ip -n $1 link set v$1 up
  ip -n $1 addr add $2/24 dev v$1
  ip -n $1 link add br0 address 02:00:00:00:02:0$6 type bridge
  ip -n $1 link add x$1 address 02:00:00:00:01:0$6 type vxlan id 42 dstport 4789 remote $3 local $2
  ip -n $1 link set x$1 master br0
  ip -n $1 link add e$1 address 02:00:00:00:03:0$6 numtxqueues 1 numrxqueues 1 type veth peer name eth0 address 02:00:00:00:04:0$6 numtxqueues 1 numrxqueues 1 netns $4
  ip -n $1 link set e$1 master br0
  for d in e$1 x$1 br0; do ip -n $1 link set $d up; done
  ip -n $4 link set eth0 up
  ip -n $4 addr add $5/24 dev eth0
  ip -n $4 addr add fd00:1::$6/64 dev eth0 nodad
}
host A 192.0.2.1 192.0.2.2 ca 10.0.0.1 1
host B 192.0.2.2 192.0.2.1 cb 10.0.0.2 2
sleep 3.5
ip netns exec ca ping -c 2 -i 0.2 -W 1 10.0.0.2 | grep received
for n in A B; do ip netns exec $n bridge fdb show dev x$n | grep -v permanent | sort; done
# longer than the tunnel's way: the containers are told
ip netns exec ca ping -c 1 -W 1 -s 1472 10.0.0.2 | grep -E "received|mtu"
ip netns exec ca ping -c 1 -W 1 -s 1472 10.0.0.2 | grep -E "received|mtu"
ip netns exec ca ip route get 10.0.0.2 | grep -o "mtu [0-9]*"
ip netns exec ca ping -c 1 -W 1 -M dont -s 1472 10.0.0.2 | grep -E "received|mtu"
ip netns exec ca ping -c 1 -W 1 -s 1452 fd00:1::2 | grep -E "received|mtu|big"
ip netns exec ca ping -c 1 -W 1 -s 1452 fd00:1::2 | grep -E "received|mtu|big"
ip netns exec ca ip route get fd00:1::2 | grep -o "mtu [0-9]*"
# nobody there any more
ip -n B link set eB down
ip netns exec ca ping -c 1 -W 1 10.0.0.2 | grep received
