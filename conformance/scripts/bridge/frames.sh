# What captures see of frames that cross a bridge: plain, tagged, 802.3, too short and too long.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge
for i in 1 2; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set host$i address 02:00:00:00:00:0$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 2
for i in host1 port1 br0 port2 host2; do timeout 3 tcpdump -tneXi $i not igmp > $i.txt 2>/dev/null & done
sleep 1
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 88b5 00*10
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 8100 0005 88b5 01*10
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 8100 0006 88b5 02*10
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 8100 e000 88b5 03*10
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 88a8 0007 8100 0008 88b5 04*10
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 8100 00
inject host1 02:00:00:00:00:99 02:00:00:00:00:01 8100 0005 88b5 05*10
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 0010 aaaa03 00*13
inject host2 02:00:00:00:00:01 02:00:00:00:00:02 88b5 06*1
inject br0 ff:ff:ff:ff:ff:ff 02:00:00:00:00:99 8100 0005 88b5 07*10
ip link set port2 mtu 100
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 88b5 00*100
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 88b5 00*104
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 88b5 00*105
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 8100 0005 88b5 00*100
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 8100 0005 88b5 00*105
wait
for i in host1 port1 br0 port2 host2; do echo "== $i"; cat $i.txt; done
ip -s link show br0
ip -s link show port1
ip -s link show port2
bridge fdb show br br0 | grep -v -e permanent
