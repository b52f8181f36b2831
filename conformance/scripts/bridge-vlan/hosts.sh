# profile: debian
# Hosts in VLANs: two with tagged devices, two without, and the bridge itself as a host of one of them.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:b0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0
for i in 1 2 3 4; do
  ip netns add n$i
  ip netns exec n$i sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name eth0 address 02:00:00:00:02:0$i netns n$i
  ip link set p$i master br0
  ip link set p$i up
  ip -n n$i link set eth0 up
done
ip link set br0 up
for i in 1 2; do
  bridge vlan add dev p$i vid 10
  bridge vlan add dev p$i vid 20
  for vlan in 10 20; do
    ip -n n$i link add link eth0 name eth0.$vlan type vlan id $vlan
    ip -n n$i address add 10.0.$vlan.$i/24 dev eth0.$vlan
    ip -n n$i link set eth0.$vlan up
  done
done
bridge vlan add dev p3 vid 10 pvid untagged
bridge vlan add dev p4 vid 20 pvid untagged
ip -n n3 address add 10.0.10.3/24 dev eth0
ip -n n4 address add 10.0.20.4/24 dev eth0
bridge vlan add dev br0 vid 10 self
ip link add link br0 name br0.10 type vlan id 10
ip address add 10.0.10.9/24 dev br0.10
ip link set br0.10 up
sleep 2
t bridge vlan
t ip netns exec n1 ping -c 1 -W 1 10.0.10.2
t ip netns exec n1 ping -c 1 -W 1 10.0.20.2
t ip netns exec n1 ping -c 1 -W 1 10.0.10.3
t ip netns exec n1 ping -c 1 -W 1 10.0.20.4
t ip netns exec n3 ping -c 1 -W 1 10.0.10.9
t ip netns exec n3 ping -c 1 -W 1 10.0.10.4
t ping -c 1 -W 1 10.0.10.1
t bridge fdb show dynamic
bridge vlan set dev p3 vid 10 state blocking
t ip netns exec n1 ping -c 1 -W 1 10.0.10.3
bridge vlan del dev p2 vid 20
t ip netns exec n1 ping -c 1 -W 1 10.0.20.2
