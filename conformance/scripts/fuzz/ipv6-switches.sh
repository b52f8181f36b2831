# Switches of IPv6 that stand for all devices, and who is told; addresses that follow the way they are made.
t() { "$@"; echo "= $?"; }
ip netns add red
timeout 1.5 ip monitor netconf >out & sleep 0.3
for key in all.forwarding=1 all.forwarding=2 default.forwarding=0 lo.forwarding=3 lo.forwarding=0 all.forwarding=0 \
  all.ignore_routes_with_linkdown=1 default.ignore_routes_with_linkdown=0 lo.ignore_routes_with_linkdown=0 all.ignore_routes_with_linkdown=0; do
  sysctl -qw net.ipv6.conf.$key
done
wait; cat out
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add veth2 address 02:00:00:00:00:13 index 22 up type veth peer name veth2 address 02:00:00:00:00:14 netns red index 23
sleep 0.2; ip -6 addr show dev veth2
echo 1 > /proc/sys/net/ipv6/conf/all/addr_gen_mode; echo 0 > /proc/sys/net/ipv6/conf/all/addr_gen_mode
sleep 0.3; ip -6 addr | grep -v valid
ls /proc/sys/net/ipv6/neigh
t ip addr add fd00:1::2/64 peer :: dev veth2; ip -6 addr show dev veth2 to fd00:1::/64
ip link set veth2 mtu 1279; t ip addr add fd00:2::2/64 dev veth2
