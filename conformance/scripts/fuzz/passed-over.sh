# Words that are passed over when they come again, or where they mean nothing; notices about addresses of a device that is down.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add name eth1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer dev veth0 address 02:00:00:00:00:12 numtxqueues 1 numrxqueues 1
t() { echo "$*"; "$@"; echo "= $?"; }
t ip neighbor add 224.0.0.5 dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 10.0.0.5 dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 10.0.0.6 nud stale dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 255.255.255.255 dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 0.0.0.0 dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 224.0.0.6 lladdr 02:00:00:00:00:77 dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor add 224.0.0.7 lladdr 02:00:00:00:00:77 nud stale dev eth1; ip neigh show nud all dev eth1 | sort
t ip neighbor replace help proxy
t ip neighbor replace help 10.0.0.7 dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace to help 10.0.0.7 dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace help to 10.0.0.7 dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace help dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace he help dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace to to dev eth1 lladdr 02:00:00:00:00:77
t ip neighbor replace proxy help 
t ip neighbor replace proxy to 10.0.0.8 dev eth1
t ip neighbor get help 10.0.0.7 dev eth1
t ip neighbor get to help 10.0.0.7 dev eth1
t ip neighbor get proxy proxy 10.0.0.7 dev eth1
t ip neighbor get 10.0.0.7 10.0.0.8 dev eth1
t ip neighbor replace 10.0.0.7 10.0.0.8 dev eth1
t ip neighbor replace 10.0.0.7 to 10.0.0.8 dev eth1
t ip neighbor replace 10.0.0.7 proxy 10.0.0.8 dev eth1
t ip token del veth2
t ip token set ::5 ::6 dev eth1
t ip token set ::5 dev nosuch dev eth1
t ip token set ::5 dev eth1 dev nosuch
t ip token set foo dev eth1
t ip token set dev eth1
t ip token set ::5 foo dev eth1
t ip token del dev eth1 ::7
t ip token list dev eth1 foo
t ip token get foo dev eth1
t ip token list dev eth1 dev nosuch
t ip token list dev nosuch dev eth1
t ip token list foo bar
sysctl -qw net.ipv4.conf.veth0.arp_notify=2
ip a add 10.0.0.1/24 dev veth0
ip link change dev veth0 brd 02:00:00:00:01:08
ip -s link show dev veth0 | tail -1
ip link change dev veth0 address 02:00:00:00:01:09
ip -s link show dev veth0 | tail -1
ip link set dev veth0 up; ip link set dev eth1 up; sleep 0.2
ip -s link show dev veth0 | tail -1
ip link change dev veth0 brd 02:00:00:00:01:07
ip link change dev veth0 address 02:00:00:00:01:0a
ip -s link show dev veth0 | tail -1
t ip link add name v1 type veth peer v2 type foo
t ip link add name v1 type veth peer name v2 type
t ip link add name v1 type veth peer v2 type foo mtu 1400
t ip link add name v1 type veth type foo
t ip link add name v1 type veth peer type veth
t ip link add name v1 type veth peer v2 type veth mtu x
