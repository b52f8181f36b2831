# Attributes of links: wrong ones, and the order in which a request is carried out.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t ip link add veth0 addrgenmode none type veth peer name veth1
t ip link add veth0 type veth peer name veth1 addrgenmode none
t ip link add veth5 type ''; t ip link add veth5 type veth foo; t ip link help veth
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
t ip link set veth0 type ''; t ip link set veth0 type veth numtxqueues 3
t ip link set veth0 master lo up; ip -br link show veth0
t ip link set veth0 protodown o; t ip link set veth0 protodown yes; t ip link set veth0 protodown_reason 3 o
t ip link set veth0 protodown_reason 13 yes; t ip link set veth0 protodown_reason 32 off; t ip link set veth0 carrier o
t ip link set lo group 4294967295; t ip link set lo group 2147483648; t ip link set lo group 4294967296
t ip link set veth0 gso_max_segs 65536; t ip link set veth0 link-netnsid 1 link-netnsid 2
cat /sys/class/net/veth0/ifalias; ip link set veth0 alias foo; cat /sys/class/net/veth0/ifalias
ip tuntap add tun0 mode tun; cat /sys/class/net/tun0/address
timeout 1 ip monitor link >out & sleep 0.3
ip link set veth0 up address 02:00:00:00:03:04
wait; cat out
