# What the ioctls refuse, and what becomes of the address.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
t() { echo "\$ $*"; "$@"; echo "[$?]"; ip -4 -o addr show dev v0; }
t ifconfig nosuch 1.2.3.4
t ifconfig nosuch:1 1.2.3.4
t ifconfig nosuch netmask 255.0.0.0
t ifconfig nosuch up
t ifconfig nosuch:1 down
t ifconfig nosuch mtu 1400
t ifconfig nosuch txqueuelen -5
t ifconfig nosuch media aui
t ifconfig nosuch irq 5
t ifconfig nosuch keepalive 5
t ifconfig nosuch name w0
t ifconfig nosuch hw ether 02:00:00:00:00:09
t ifconfig nosuch -promisc
t ifconfig nosuch add 2001:db8::1/64
t ifconfig nosuch tunnel ::1.2.3.4
t ifconfig v0 netmask 255.0.0.0
t ifconfig v0 broadcast 1.2.3.4
t ifconfig v0 dstaddr 1.2.3.4
t ifconfig v0:7 down
t ifconfig v0:7 up
t ifconfig v0 224.0.0.1
t ifconfig v0 239.255.255.255/24
t ifconfig v0 240.0.0.1
t ifconfig v0 255.255.255.255
t ifconfig v0 0.1.2.3
t ifconfig v0 0.0.0.0
t ifconfig v0 10.0.0.1
t ifconfig v0 224.0.0.1
t ifconfig v0 netmask 255.0.255.0
t ifconfig v0 netmask 0.0.0.255
t ifconfig v0 netmask 255.255.255.255
t ifconfig v0 netmask 0.0.0.0
t ifconfig v0 netmask 255.255.255.0
t ifconfig v0 dstaddr 224.0.0.1
t ifconfig v0 dstaddr 255.255.255.255
t ifconfig v0:1 10.0.0.1
t ifconfig v0:1 10.0.0.1/24
t ifconfig v0:2 10.0.0.1 netmask 255.255.255.0
t ifconfig v0:averyveryverylonglabel 10.0.7.1
t ifconfig v0:1:2 10.0.8.1
t ifconfig v0:1:2 down
t ifconfig v0:x 10.0.9.1
t ifconfig v0:x 0.0.0.0
t ifconfig v0:x 10.0.9.1
t ifconfig v0:x- 10.0.9.2
t ifconfig v0: 10.0.10.1
t ifconfig v0: 0.0.0.0
t ifconfig v0 inet6 netmask ::1
t ifconfig v0 inet6 broadcast ::1
t ifconfig v0 inet6 dstaddr 2001:db8::5
t ifconfig v0 inet6 add 10.3.3.9
t ifconfig v0 tunnel ::1.2.3.4
t ifconfig v0 tunnel ::1.2.3.4/64
t ifconfig v0 add 2001:db8::1/129
t ifconfig v0 add ff02::1/64
t ifconfig v0 add ::/64
t ifconfig v0 add ::1/128
t ifconfig v0 del 2001:db8::77/64
sysctl -qw net.ipv6.conf.v0.disable_ipv6=1
t ifconfig v0 add 2001:db8::1/64
t ifconfig v0 del 2001:db8::1/64
t ifconfig v0 keepalive 5
t ifconfig v0 outfill abc
t ifconfig v0 media 7
t ifconfig v0 mem_start 0x5000
t ifconfig v0 io_addr 0x300
t ifconfig v0 txqueuelen -5
t ifconfig v0 mtu 50
t ifconfig v0 10.0.0.9
ip link set v0 mtu 1500
t ifconfig v0 10.0.0.9
ifconfig v0 | grep -v "[RT]X"
