# Words that are wrong, aliases of aliases, names, masks and media, and the same with hostname.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
t ifconfig v-a media pointopoint 10.0.0.4
t ifconfig v0 media foo up
t ifconfig v0 media 10baset mtu 1400
t ifconfig v0 media auto
t ifconfig v0 10.0.0.3 netmask 255.0.255.0
t ifconfig v1 netmask 255.0.255.0
t ifconfig nosuch netmask 255.0.255.0
t ifconfig nosuch 10.0.0.1 netmask 255.0.255.0
t ifconfig v0:x add 10.0.0.5
t ifconfig v0:1 add 10.0.0.6
t ifconfig v0:1 add 10.0.0.7
t ifconfig v0:x 10.0.0.8
t ifconfig v0:x add 10.0.0.9
t ifconfig v0:x del 10.0.0.9
t ip addr show v0
t ifconfig v0:x
t ifconfig v0:x down
t ifconfig v0 txqueuelen 0
t ifconfig v0
t ifconfig v0 mtu 4294967296
t ifconfig v0 mtu -1
t ifconfig v0 mtu x
t ifconfig v0 txqueuelen -1
t ifconfig v0 txqueuelen 4294967296
t ifconfig v0 metric 5
t ifconfig v0 metric 0
t ifconfig v0 irq 5
t ifconfig v0 mem_start 5
t ifconfig v0 io_addr 0x10
t ifconfig v0 keepalive 5
t ifconfig v0 outfill 5
t ifconfig v0 multicast -multicast
t ifconfig v0 dynamic
t ifconfig v0 -dynamic
t ifconfig v0 trailers
t ifconfig v0 -trailers
t ifconfig v0 -pointopoint
t ifconfig v0 pointopoint
t ifconfig v0 pointopoint 10.9.9.9
t ifconfig v0 -broadcast
t ifconfig v0 broadcast
t ifconfig v0 broadcast 10.0.0.99
t ifconfig v0 dstaddr 10.1.1.1
t ifconfig v0 tunnel ::1.2.3.4
t ifconfig v0 hw ether 02:00:00:00:00:33
t ifconfig v0 hw ether x
t ifconfig v0 hw foo x
t ifconfig v0 hw ether
t ifconfig v0 name v5
t ifconfig v5 down
t ifconfig v5 name v6
t ifconfig v6 name v1
t ifconfig v6 name v7890123456789abcd
t ifconfig v7890123456789a name v6
t ifconfig v6 default
t ifconfig v6 inet 10.4.4.4
t ifconfig v6 inet6 10.4.4.4
t ifconfig v6 inet6 fe80::1
t ifconfig v6 inet6 add fe80::1
t ifconfig v6 0.0.0.0
t ifconfig v6 255.255.255.255
t ifconfig v6 224.0.0.1
t ifconfig v6 240.0.0.1
t ifconfig v6 0.0.0.1
t ifconfig v6 127.0.0.5
t ifconfig v6 10.0.0.1/0
t ifconfig v6 10.0.0.1/33
t ifconfig v6 10.0.0.1/x
t ifconfig v6 10.0.0.1/24 netmask 255.0.0.0
t ifconfig v6 netmask 255.0.0.0 10.0.0.1/24
t ifconfig v6 10.0.0.1 up broadcast + 
t ifconfig v6 10.0.0.1 netmask + broadcast +
t ifconfig v6 netmask default
t ifconfig -a
t ifconfig -s
t ifconfig -as
t ifconfig -a v6
t ifconfig -s v6
t ifconfig -v v6
t ifconfig v6 v1
t ifconfig ''
t ifconfig '' up
t ifconfig v6 ''
t ifconfig lo:1
t ifconfig lo: 10.0.0.4
t ifconfig :1 10.0.0.4
t ifconfig lo:abcdefghijklmnopq 127.0.0.2
t ip -d addr
t dnsdomainname -F nosuch
t dnsdomainname -F /etc/hostname
t dnsdomainname -y
t dnsdomainname -f
t hostname -F nosuch
t hostname -s -F nosuch
t hostname -s -F /etc/hostname
