# Three hosts on a bridge, and the bridge's own address.
for i in 1 2 3; do
  ip netns add h$i
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name eth0 address 02:00:00:00:00:0$i netns h$i
  ip -n h$i address add 10.0.0.$i/24 dev eth0
  ip -n h$i link set eth0 up
done
ip link add br0 address 02:00:00:00:00:99 type bridge
for i in 1 2 3; do
  ip link set port$i master br0
  ip link set port$i up
done
ip link set br0 up
ip address add 10.0.0.254/24 dev br0
sleep 2.5
ip netns exec h1 ping -c 2 10.0.0.2
ip netns exec h1 ping -c 1 10.0.0.3
ip netns exec h2 ping -c 1 10.0.0.254
ping -c 1 10.0.0.3
ip -n h1 neigh | sort
ip neigh | sort
ip link set port2 type bridge_slave isolated on
ip link set port3 type bridge_slave isolated on
ip netns exec h1 ping -c 1 10.0.0.3
ip netns exec h2 ping -c 1 -W 1 10.0.0.3
ip link set port1 type bridge_slave flood off learning off fdb_flush
ip link set br0 type bridge fdb_flush ageing_time 0
ip netns exec h2 ping -c 1 -W 1 10.0.0.1
