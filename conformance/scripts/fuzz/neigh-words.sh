# Words of ip neighbour.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
t ip neigh add 10.0.0.4 lladdr 02:00:00:00:00:zz nud foo dev veth0
t ip neigh add 10.0.0.4 lladdr 02:00:00:00:00:zz dev nosuch
t ip neigh add 10.0.0.4 lladdr 02:00:00:00:00:zz
t ip neigh add 10.0.0.4 lladdr 02.00.3 dev veth0
t ip neigh add 10.0.0.4 lladdr null dev veth0
t ip neigh add default dev veth0; t ip neigh get default dev veth0; t ip -4 neigh add default dev veth0 lladdr 02:00:00:00:00:01
ip neigh show to default | sort; t ip neigh del pr 10.0.0.4 dev .
t ip neigh add 10.0.0.7 lladdr 02:00:00:00:01:06 nud failed router protocol ra dev veth0
ip neigh show 10.0.0.7 nud all
ip tuntap add tun0 mode tun
t ip neigh add 10.0.0.1 dev tun0 lladdr 02:00:00:00:00:01; ip neigh show nud all dev tun0
t arp -n -a -e 10.0.0.4; t arp -v -d 10.0.0.4 dev veth0; t arp -s '' 02:00:00:00:00:01
