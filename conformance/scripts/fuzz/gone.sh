# What is told when a device goes: its addresses with their routes, the secondary ones too, and the names of both ends.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add red
ip netns exec red sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
for end in "ip link del veth0" "ip link set veth0 netns red"; do
  ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
  timeout 1 ip monitor >out & sleep 0.3
  ip addr add 10.0.0.1/24 dev veth0
  ip addr add 10.0.0.3/24 dev veth0
  ip route add local 10.6.0.3 dev veth0
  $end
  wait; cat out
done
