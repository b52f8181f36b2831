# ifconfig: words after inet6, the order of aliases, lengths of queues as ints.
t() { "$@"; echo "= $?"; }
exec 2>&1
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set lo up
ip link add veth0 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:12 numtxqueues 1 numrxqueues 1
ip addr add 10.0.0.1/24 dev veth0
ip link set veth0 up; ip link set veth1 up
sleep .1
ip addr add 10.9.0.2/8 dev veth0 label veth0:1
ip addr add 10.9.0.4/16 dev veth0 label veth0:10
ip addr add 10.9.0.5/16 dev veth0 label veth0:2
ip addr add 10.9.0.6/16 dev veth0 label veth0:a
ip link add b10 type veth peer name b9
ip link add a9b type veth peer name a10b
ip link add a010 type veth peer name a9
ifconfig -a | grep flags
t ifconfig veth0 txqueuelen 4294967295
t ifconfig veth0 txqueuelen 2147483647
t ifconfig veth0
t ifconfig veth0 txqueuelen 99999999999
ifconfig veth0 | grep txq
t ifconfig veth0 txqueuelen -4294967295
t ifconfig veth0 txqueuelen 9223372036854775808
ifconfig veth0 | grep txq
t ifconfig veth0 txqueuelen 0x10
ifconfig veth0 | grep txq
t ifconfig veth0 txqueuelen 5x
ifconfig veth0 | grep txq
t ifconfig veth0 txqueuelen ''
ifconfig veth0 | grep txq
t ifconfig veth0 mtu 4294968296
t ifconfig veth0 mtu 99999999999999999999
ifconfig veth0 | grep mtu
ip link set veth0 txqueuelen 4294967295
ifconfig veth0 | grep txq
t ifconfig veth1 inet6 netmask 10.0.0.300
t ifconfig veth1 inet6 netmask ::1
t ifconfig veth1 inet6 netmask ::1 netmask ::2
t ifconfig veth1 inet6 netmask foo mtu 1300
t ifconfig veth1 inet6 netmask default
t ifconfig veth1 inet6 broadcast ::1
t ifconfig veth1 inet6 broadcast
t ifconfig veth1 inet6 dstaddr ::1
t ifconfig veth1 inet6 dstaddr
t ifconfig veth1 inet6 dstaddr 10.0.0.1
t ifconfig veth1 inet6 pointopoint ::1
t ifconfig veth1 inet6 pointopoint
t ifconfig veth1
t ifconfig veth1 inet6 pointopoint 10.0.0.1
t ifconfig veth1 inet6 -pointopoint
t ifconfig veth1 inet6 -broadcast
t ifconfig veth1 inet6 add 10.0.0.1
t ifconfig -a
t ifconfig veth1 inet6 del 10.0.0.1
t ifconfig nosuch inet6 netmask ::1
t ifconfig nosuch inet6 broadcast ::1
t ifconfig veth1:1 inet6 netmask ::1
t ifconfig veth1 inet6 tunnel ::1.2.3.4
t ifconfig veth1 inet6 netmask
t ifconfig veth0 txqueuelen 010
ifconfig veth0 | grep txq
t ifconfig veth0 txqueuelen 99999999999999999999
t ifconfig veth0 txqueuelen -5
t ifconfig veth1 inet6 add foo
t ifconfig nosuch inet6 add 10.0.0.1
t ifconfig nosuch inet6 del 10.0.0.1
