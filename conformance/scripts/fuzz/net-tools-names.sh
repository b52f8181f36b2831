# Networks as names, hardware addresses that are too short, classes and media that are not there.
t() { "$@"; echo "= $?"; }
exec 2>&1
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:12 numtxqueues 1 numrxqueues 1
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up; ip link set veth1 up; sleep .1
t route add -net loopback
t route add -net loopback dev veth0
t route add loopback dev veth0
t route add -host loopback dev veth0
t route add -net loopback netmask 255.0.0.0 dev veth0
t route add -net link-local netmask 255.255.0.0 dev veth0
t route add -net link-local/16 dev veth0
t route add -net localhost dev veth0
t route add localhost gw loopback
t route add 10.5.0.0 gw loopback
t route add 10.5.0.0 gw default
t route add 10.5.0.0 gw foo
t route add 10.5.0.0 netmask loopback
t route add 10.5.0.0 netmask default
t route add 10.5.0.0 netmask localhost
t route add 10.5.0.0 netmask foo
t route add -net 10.0.1.0/0
t route add -net 10.0.1.0/0 dev veth0
t route add -net 0.0.0.0/0 dev veth0
t route add -host 10.0.1.0/0 dev veth0
t route add 10.0.1.0/0 dev veth0
t route add default/0 dev veth0
t route add default/8 dev veth0
t route add -host default dev veth0
t route add -net default/0 dev veth0
t route add -net 10.0.1.0 netmask 0.0.0.0 dev veth0
t route add 10.0.1.0 netmask 0.0.0.0 dev veth0
t route add -net 10.0.1.0 netmask 0.0.0.0 netmask 255.255.255.0 dev veth0
t route add -net 10.0.1.0/0 netmask 255.255.255.0 dev veth0
t route add -net 10.0.1.0/33 dev veth0
t route add -net 10.0.1.0/32 dev veth0
t route add -net 10.0.1.0/64 dev veth0
t route add -net 10.0.1.0/56 dev veth0
t route add -net 10.0.1.0/x dev veth0
t route add -net 10.0.1.0/ dev veth0
t route add -net 10.0.1.0/24/5 dev veth0
t route add -net 10.0.1.0/24x dev veth0
t route -n
t ifconfig veth1 hw ether 02:00
t ifconfig veth1 10.1.2.3 hw ether 02:00:01
t ifconfig veth1 10.1.2.3 hw ether 02:00:01
ip -o link show veth1
t ifconfig veth1 hw ether 02:00
ip -o link show veth1
t arp -s 10.1.2.3 02:00 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 02 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 02:00:00:00:00 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 2 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 02:00:00:00:00:01:02 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 02:00:00:00:00:01: -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 0:1:2:3:4:5 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 0200.0000.0001 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 020000000001 -i veth0
ip neigh show dev veth0
t arp -s 10.1.2.3 02:0:0:g -i veth0
ip neigh show dev veth0
t ifconfig veth0 tunnel ::1.2.3.4
t ifconfig veth0 tunnel 10.0.0.1
t ifconfig veth0 irq 5
t ifconfig veth0 mem_start x
t ifconfig veth0 io_addr 0
t ifconfig veth0 media auto
t ifconfig veth0 media AUTO
t ifconfig veth0 media 10base2
t ifconfig veth0 media foo
t ifconfig veth0 media 3
t ifconfig veth0 media -1
t ifconfig veth0 keepalive 5
t ifconfig veth0 outfill 5
t ifconfig veth0 hw loop 02:00:00:00:02:05
t ifconfig veth0 hw ppp x mtu 1300
t ifconfig veth0 hw ppp
t ifconfig veth0 hw foo x
t ethtool -K veth0 vlan-challenged on tso off
t ethtool -K veth0 highdma off vlan-challenged off
t ifconfig nosuch tunnel ::1.2.3.4
t ifconfig nosuch tunnel 10.0.0.1
t ifconfig nosuch irq 5
t ifconfig nosuch mem_start x
t ifconfig nosuch io_addr 0
t ifconfig nosuch media auto
t ifconfig nosuch media AUTO
t ifconfig nosuch media 10base2
t ifconfig nosuch media foo
t ifconfig nosuch media 3
t ifconfig nosuch media -1
t ifconfig nosuch keepalive 5
t ifconfig nosuch outfill 5
t ifconfig nosuch hw loop 02:00:00:00:02:05
t ifconfig nosuch hw ppp x mtu 1300
t ifconfig nosuch hw ppp
t ifconfig nosuch hw foo x
t ethtool -K nosuch vlan-challenged on tso off
t ethtool -K nosuch highdma off vlan-challenged off
t ifconfig veth0 loopback
ip addr show veth0
t ifconfig veth0 10.0.0.1 netmask loopback
t ifconfig veth0 broadcast loopback
t ifconfig veth0 netmask default
t ifconfig veth0 dstaddr default
t ifconfig veth0 add loopback
ip addr show veth0
t arp -s loopback 02:00:00:00:00:01 -i veth0
t arp -s default 02:00:00:00:00:01 -i veth0
t arp -n loopback
t arp -n default
t arp -d loopback
t arp -s 10.0.0.5 02:00:00:00:00:01 netmask loopback
t arp -s 10.0.0.5 02:00:00:00:00:01 pub netmask loopback
t arp -s 10.0.0.5 02:00:00:00:00:01 pub netmask default
t arp -s localhost 02:00:00:00:00:01 -i veth0
ping -c 1 -Q 0x 10.0.0.1 | head -1
ping -c 1 -F 0x 10.0.0.1 | head -1
route
t route add -net 10.0.7.7/32 dev veth0
t route add 10.0.7.7/32 dev veth0
t route add -host 10.0.7.8/32 dev veth0
t route -n
