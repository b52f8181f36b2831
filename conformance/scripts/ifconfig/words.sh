# Addresses, masks, names and numbers, and what is added twice. Flags are left out: RUNNING goes when the link watch gets to it.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add v0 address 02:00:00:00:00:10 type veth peer name w
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
t ifconfig v0 10.0.0.1
t ifconfig v0 10.0.0.1/24
t ifconfig v0 10.0.0.1/33
t ifconfig v0 10.0.0.1/-1
t ifconfig v0 10.0.0.1/
t ifconfig v0 10.0.0.1/24x
t ifconfig v0 10.0.0.1/0x18
t ifconfig v0 10.0.0.1/010
t ifconfig v0 10.0.0.1/0
t ifconfig v0 10.0.0.1/32
t ifconfig v0 10.0.0.1/24 netmask 255.0.0.0
t ifconfig v0 netmask 255.0.0.0 10.0.0.1/24
t ifconfig v0 10.0.0.1/24/5
t ifconfig v0 /24
t ifconfig v0 1
t ifconfig v0 10.1
t ifconfig v0 0x0a000003
t ifconfig v0 010.0.0.1
t ifconfig v0 256.0.0.1
t ifconfig v0 1.2.3.4.5
t ifconfig v0 224.0.0.1
t ifconfig v0 240.0.0.1
t ifconfig v0 255.255.255.255
t ifconfig v0 127.0.0.5
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 default
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 10.0.0.1 broadcast 10.0.0.9 netmask 255.255.255.0
t ifconfig v0 10.0.0.1 netmask 255.255.255.0 broadcast +
t ifconfig v0 netmask 0.0.0.0
t ifconfig v0 netmask 255.255.255.254
t ifconfig v0 netmask 255.0.255.0
t ifconfig v0 netmask 24
t ifconfig v0 netmask 0xffffff00
t ifconfig v0 netmask ''
t ifconfig v0 broadcast 0.0.0.0
t ifconfig v0 broadcast ''
t ifconfig v0 dstaddr 10.0.0.7
t ifconfig v0 pointopoint 10.0.0.8
t ifconfig v0 -pointopoint
t ifconfig v0 mtu 1500x
t ifconfig v0 mtu 0x5dc
t ifconfig v0 mtu ''
t ifconfig v0 mtu -1
t ifconfig v0 mtu 67
t ifconfig v0 mtu 65536
t ifconfig v0 mtu 99999999999
t ifconfig v0 metric 5
t ifconfig v0 metric x
t ifconfig v0 txqueuelen 10x
t ifconfig v0 txqueuelen 0x10
t ifconfig v0 txqueuelen ''
t ifconfig v0 hw
t ifconfig v0 hw ether
t ifconfig v0 hw ether 02:00:00:00:00
t ifconfig v0 hw ether 02:00:00:00:00:01:02
t ifconfig v0 hw ether 2:0:0:0:0:99
t ifconfig v0 hw ether 02-00-00-00-00-98
t ifconfig v0 hw ether 020000000097
t ifconfig v0 hw ether ff:ff:ff:ff:ff:ff
t ifconfig v0 hw ether 01:00:00:00:00:01
t ifconfig v0 hw ether 00:00:00:00:00:00
t ifconfig v0 hw loop
t ifconfig v0 hw ETHER 02:00:00:00:00:20
t ifconfig v0 address 02:00:00:00:00:21
t ifconfig v0 name x0
t ifconfig x0 name v0
t ifconfig v0 name
t ifconfig v0 name 'a b'
t ifconfig v0 name w
t ifconfig v0 up down
t ifconfig v0 up name x1
t ifconfig v0 name x1 up
t ifconfig x1 down
t ifconfig x1 name v0
t ifconfig v0 promisc allmulti
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 -promisc -allmulti
t ifconfig v0 arp -arp
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 trailers -trailers
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 dynamic
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 -dynamic -trailers trailers arp
t ifconfig v0 multicast -multicast
echo "$ ifconfig v0 | grep -v flags"; ifconfig v0 | grep -v flags
t ifconfig v0 multicast
t ifconfig v0 inet 10.0.0.2
t ifconfig v0 inet
t ifconfig v0 inet inet 10.0.0.3
t ifconfig v0 inet6
t ifconfig v0 foo inet
t ifconfig v0 add 10.0.0.50
t ifconfig v0 add 10.0.0.50
t ifconfig v0 add 10.0.0.51/24
t ifconfig v0 add
t ifconfig v0 del
t ifconfig v0 del 10.0.0.50
t ifconfig v0 add 10.0.0.51 add 10.0.0.52 up
ifconfig -a | grep -v flags
t ifconfig v0:0 down
t ifconfig v0:1 netmask 255.255.255.0
t ifconfig v0:1 broadcast 10.0.0.77
t ifconfig v0:1 mtu 1400
t ifconfig v0:1 10.0.0.60 up
echo '$ ifconfig v0:1-'; ifconfig v0:1- | sed 's/flags=[^ ]*>//'
t ifconfig v0:x 10.0.0.61
t ifconfig v0: 10.0.0.62
echo '$ ifconfig v0:'; ifconfig v0: | sed 's/flags=[^ ]*>//'
t ifconfig : 10.0.0.62
t ifconfig '' 10.0.0.62
t ifconfig ''
t ifconfig v0 ''
echo "$ ifconfig -a v0"; ifconfig -a v0 | grep -v flags= | grep -v MRU
echo "$ ifconfig -s v0 -a"; ifconfig -s v0 -a | grep -v flags= | grep -v MRU
echo "$ ifconfig -v v0"; ifconfig -v v0 | grep -v flags= | grep -v MRU
echo "$ ifconfig -sa"; ifconfig -sa | grep -v flags= | grep -v MRU
echo "$ ifconfig -as"; ifconfig -as | grep -v flags= | grep -v MRU
t ifconfig --
t ifconfig - 
echo "$ ifconfig -a -s nosuch"; ifconfig -a -s nosuch | grep -v flags= | grep -v MRU
t ifconfig v0 -s
t ifconfig v0 keepalive
t ifconfig v0 outfill x
t ifconfig v0 irq x
t ifconfig v0 io_addr x
t ifconfig v0 mem_start 0x10
t ifconfig v0 tunnel
t ifconfig v0 media
ip -4 addr show dev v0 | grep inet
t ifconfig v0 10.0.0.1/99999999999999999999
t ifconfig v0 10.0.0.1/' 24'
t ifconfig v0 10.0.0.1/+24
t ifconfig v0 10.0.0.1/08
ip link set v0 down
t ip addr flush dev v0
t ifconfig v0 add 10.0.0.51 add 10.0.0.52 del 10.0.0.51
ip -4 addr show dev v0 | grep inet
t ifconfig v0 add 10.0.0.53 add 10.0.0.54 del 10.0.0.52
ip -4 addr show dev v0 | grep inet
