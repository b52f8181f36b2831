# Frames that a bridge does not forward, and why.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add br0 address 02:00:00:00:00:99 type bridge mcast_snooping 1
for i in 1 2 3; do
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name host$i
  ip link set host$i address 02:00:00:00:00:0$i
  ip link set port$i master br0
  ip link set port$i up
  ip link set host$i up
done
ip link set br0 up
sleep 2
drops() { sleep 0.2; sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -E ' (34997|34824|35020)$' | sort | uniq -c; echo > /sys/kernel/tracing/trace; }
echo > /sys/kernel/tracing/trace
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
say() { echo "# $*"; }
say broadcast; inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 88b5 00*46; drops
say unknown; inject host1 02:00:00:00:00:77 02:00:00:00:00:01 88b5 00*46; drops
say known; inject host2 02:00:00:00:00:01 02:00:00:00:00:02 88b5 00*46; drops
say back to where it came from; inject host1 02:00:00:00:00:01 02:00:00:00:00:03 88b5 00*46; drops
say own; inject host1 02:00:00:00:00:99 02:00:00:00:00:01 88b5 00*46; drops
say own source; inject host1 02:00:00:00:00:77 02:00:00:00:00:99 88b5 00*46; drops
say multicast source; inject host1 02:00:00:00:00:77 03:00:00:00:00:01 88b5 00*46; drops
say zero source; inject host1 02:00:00:00:00:77 00:00:00:00:00:00 88b5 00*46; drops
say group; inject host1 01:00:5e:01:02:03 02:00:00:00:00:01 88b5 00*46; drops
say pause; inject host1 01:80:c2:00:00:01 02:00:00:00:00:01 8808 00*46; drops
say lldp; inject host1 01:80:c2:00:00:0e 02:00:00:00:00:01 88cc 00*46; drops
say stp address; inject host1 01:80:c2:00:00:00 02:00:00:00:00:01 88b5 00*46; drops
ip link set br0 type bridge group_fwd_mask 0x4000
say lldp forwarded; inject host1 01:80:c2:00:00:0e 02:00:00:00:00:01 88cc 00*46; drops
say isolated
ip link set port1 type bridge_slave isolated on; ip link set port2 type bridge_slave isolated on
inject host1 02:00:00:00:00:02 02:00:00:00:00:01 88b5 00*46; drops
inject host1 02:00:00:00:00:77 02:00:00:00:00:01 88b5 00*46; drops
ip link set port1 type bridge_slave isolated off
say no flood
ip link set port2 type bridge_slave flood off; ip link set port3 type bridge_slave flood off
inject host1 02:00:00:00:00:77 02:00:00:00:00:01 88b5 00*46; drops
say no broadcast flood
ip link set port2 type bridge_slave bcast_flood off mcast_flood off; ip link set port3 type bridge_slave bcast_flood off mcast_flood off
inject host1 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 88b5 00*46; drops
inject host1 01:00:5e:01:02:03 02:00:00:00:00:01 88b5 00*46; drops
inject br0 ff:ff:ff:ff:ff:ff 02:00:00:00:00:99 88b5 00*46; drops
inject br0 02:00:00:00:00:77 02:00:00:00:00:99 88b5 00*46; drops
inject br0 02:00:00:00:00:99 02:00:00:00:00:99 88b5 00*46; drops
say hairpin
ip link set port1 type bridge_slave hairpin on
inject host1 02:00:00:00:00:01 02:00:00:00:00:03 88b5 00*46; drops
say locked
ip link set port1 type bridge_slave locked on
inject host1 02:00:00:00:00:03 02:00:00:00:00:44 88b5 00*46; drops
inject host1 02:00:00:00:00:03 02:00:00:00:00:01 88b5 00*46; drops
say blocking and learning
bridge link set dev port3 state blocking; inject host3 02:00:00:00:00:01 02:00:00:00:00:03 88b5 00*46; drops
bridge link set dev port3 state learning; inject host3 02:00:00:00:00:01 02:00:00:00:00:55 88b5 00*46; drops
say too long
ip link set port2 mtu 1000
inject host3 02:00:00:00:00:02 02:00:00:00:00:03 88b5 00*1400; drops
ip link show br0 | grep -o 'mtu [0-9]*'
bridge fdb show br br0 | grep -v -e 33:33 -e 01:00 | sort
ip -s link show br0
