# What listeners hear of changes by ifconfig, in order.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
sysctl -qw net.ipv6.conf.v0.accept_dad=0 net.ipv6.conf.v1.accept_dad=0
sysctl -qw net.ipv6.conf.v0.addr_gen_mode=1 net.ipv6.conf.v1.addr_gen_mode=1
sysctl -qw net.ipv6.conf.v0.mldv2_unsolicited_report_interval=60000
ip link set v1 up
sleep 1.5 # the link watch of Linux may wait for a second
ip monitor all > m.txt & m=$!
sleep 0.5
t() { echo "\$ $*"; "$@"; echo "[$?]"; sleep 0.2; echo "--- $*" >> m.txt; }
t ifconfig v0 10.1.2.3
t ifconfig v0 10.1.2.3
t ifconfig v0 netmask 255.255.255.0
t ifconfig v0 netmask 255.255.255.0
t ifconfig v0 broadcast 10.1.2.99
t ifconfig v0 netmask 255.255.0.0
t ifconfig v0 dstaddr 10.9.9.9
t ifconfig v0 dstaddr 0.0.0.0
t ifconfig v0 10.1.2.4/24
t ifconfig v0:1 10.1.2.5/24
t ifconfig v0:2 10.1.2.6
t ifconfig v0:2 netmask 255.255.255.128 broadcast 10.1.2.127
t ifconfig v0:1 up
t ifconfig v0:1 down
t ifconfig v0 add 10.1.2.7
t ifconfig v0 add 10.1.2.8
t ifconfig v0 del 10.1.2.7
t ifconfig v0 pointopoint 10.1.2.200
t ifconfig v0 10.5.6.7
t ifconfig v0 127.5.5.5
t ifconfig v0 250.1.1.1
t ifconfig v0 255.255.255.255
t ifconfig v0 10.1.2.3
t ifconfig v0 netmask 255.255.255.254
t ifconfig v0 netmask 0.0.0.0
t ifconfig v0 add 2001:db8::1/64
t ifconfig v0 add 2001:db8::1/64
t ifconfig v0 add 2001:db8::2
t ifconfig v0 del 2001:db8::1/64
t ifconfig v0 del 2001:db8::1/64
t ifconfig v0 promisc
t ifconfig v0 -promisc
t ifconfig v0 mtu 1400
t ifconfig v0 txqueuelen 77
t ifconfig v0 hw ether 02:00:00:00:00:11
t ifconfig v0 0.0.0.0
t ifconfig v0:2 0.0.0.0
t ifconfig v0 down
t ifconfig v0 name w0
kill $m; wait $m 2>/dev/null
cat m.txt
