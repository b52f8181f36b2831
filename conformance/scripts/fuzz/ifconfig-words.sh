# ifconfig goes on after a word that is wrong; what its exit status is then.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
t ifconfig nosuch 10.0.0.1 netmask 255.0.0.0; t ifconfig nosuch allmulti 10.0.0.1; t ifconfig nosuch 10.0.0.1 mtu 400; t ifconfig nosuch 10.0.0.4 netmask x
t ifconfig nosuch pointopoint 10.0.0.3; t ifconfig nosuch 10.0.0.3/16 del 10.0.0.5; t ifconfig nosuch -dynamic
t ifconfig veth0 10.0.1.2/32; ip -4 addr show dev veth0; t ifconfig veth0 10.0.1.2/33; ip -4 addr show dev veth0
t ifconfig veth0 10.0.0.1 netmask x mtu x; t ifconfig veth0 hw ether x mtu 1400; t ifconfig veth0 dstaddr x up; t ifconfig veth0 x up
t ifconfig veth0 broadcast x up; t ifconfig veth0 broadcast; t ifconfig veth0 up inet6
t ifconfig veth1:1 pointopoint 10.0.0.2; t ifconfig veth1:1 10.0.0.6; t ifconfig veth1:1 pointopoint 10.0.0.2; t ifconfig veth1:1 dstaddr 10.0.0.2
t ifconfig lo:1 hw ether 02:00:00:00:00:01; t ifconfig veth0:1 inet6 up
ip addr add 10.0.9.2/24 metric 70 noprefixroute dev veth1; t ifconfig veth1 10.0.9.3; ip -4 addr show dev veth1
ip addr add 10.5.0.1/24 label lo-1 dev lo; t ifconfig lo-1; t ifconfig -s
