# A queue length of nothing when a device is made; which commands ask for all links, and so give namespaces their ids.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
one="numtxqueues 1 numrxqueues 1"
ip link add veth0 txqueuelen 0 $one type veth peer name veth1 $one; ip link; ip link del veth0
ip link add veth0 $one type veth peer name veth1 txqueuelen 0 $one; ip link set veth0 up; ip link set veth1 up; ip link; ip link del veth0
ip tuntap add tap0 mode tap; ip link set tap0 txqueuelen 0; ip link set tap0 up; ip link show dev tap0
ip link set tap0 txqueuelen 5; ip link show dev tap0; ip link set tap0 down; ip link set tap0 up; ip link show dev tap0
ip netns add red; ip netns add blue
for command in "link show dev veth1" "neigh get 10.0.0.5 dev eth0" "neigh show foo" "neigh flush" "neigh add 10.0.0.2" "addr show dev veth1" "route" "rule" \
  "netconf show dev nosuch" "-6 netconf show dev veth1" \
  "neigh del 10.0.0.5 dev eth0" "neigh show dev nosuch" "neigh flush dev nosuch" "ntable show dev nosuch" "token list dev nosuch" "token set ::5" "netconf"; do
  ip link add veth1 address 02:00:00:00:00:15 netns red index 22 $one type veth peer name veth2 address 02:00:00:00:00:16 index 23 $one
  sleep 0.1; ip link set veth2 netns blue; sleep 0.1
  echo "$command"; ip -n red $command >/dev/null 2>&1; ip -n red netns list-id
  ip -n red link del veth1; ip netns del blue; sleep 0.1; ip netns add blue
done
