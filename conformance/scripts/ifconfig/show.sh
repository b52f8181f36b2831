# Devices as ifconfig shows them.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set lo up
ip -n a addr add 10.0.1.1/24 dev veth0 label veth0:1
ip netns exec a ping -q -c 1 10.0.0.2 >/dev/null
ip netns exec a ifconfig
ip netns exec a ifconfig veth0
ip netns exec a ifconfig veth0:1
ip netns exec a ifconfig -s
ip netns exec a ifconfig -a | grep -c flags
ip netns exec a ifconfig nosuch; echo $?
ip netns exec a ifconfig -v lo | head -2
for flags in 0x2000 0x4000 0x6000 0xffff; do
  ip netns exec a bash -c "echo $flags >/sys/class/net/veth0/flags"
  ip netns exec a ifconfig veth0
  ip netns exec a ifconfig veth0:1
done
