# Who hears whom in each mode: two macvlans in namespaces, and a host on the other end of the cable.
ip netns add A; ip netns add B; ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 netns H
ip link set v0 up
ip netns exec H ip link set v1 up
ip netns exec H ip addr add 10.0.0.9/24 dev v1
for mode in private vepa bridge; do
  echo "== $mode"
  ip link add link v0 name mA address 02:00:00:00:00:11 netns A type macvlan mode $mode
  ip link add link v0 name mB address 02:00:00:00:00:12 netns B type macvlan mode $mode
  for n in A B; do
    ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1
    ip netns exec $n ip link set m$n up
  done
  ip netns exec A ip addr add 10.0.0.1/24 dev mA
  ip netns exec B ip addr add 10.0.0.2/24 dev mB
  sleep 1.5
  ip netns exec A ping -c 2 -i 0.2 -W 1 10.0.0.9 | grep received
  ip netns exec A ping -c 2 -i 0.2 -W 1 10.0.0.2 | grep received
  ip netns exec A ping -b -c 1 -W 1 10.0.0.255 2>&1 | grep received
  ip netns exec A ip neigh | sort
  ip netns exec B ip neigh | sort
  ip netns exec A ip -s link show mA | sed -n '3,6p'
  ip netns exec B ip -s link show mB | sed -n '3,6p'
  ip netns exec A ip link
  ip netns exec A ip -d link show mA | grep macvlan
  ip netns exec A ip link del mA
  ip netns exec B ip link del mB
  ip netns exec H ip neigh flush all
done
ip -d link show v0
