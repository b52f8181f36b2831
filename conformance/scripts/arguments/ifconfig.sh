# wrong and odd arguments of ifconfig
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
ifconfig -x
ifconfig --bogus
ifconfig --help
ifconfig -h
ifconfig -V
ifconfig nodev
ifconfig nodev up
ifconfig nodev 10.1.1.1
ifconfig v0 bogus
ifconfig v0 10.0.0.1/33
ifconfig v0 10.0.0.1/x
ifconfig v0 300.1.1.1
ifconfig v0 nosuchhost
ifconfig v0 ''
ifconfig v0 mtu
ifconfig v0 mtu x
ifconfig v0 mtu 0
ifconfig v0 mtu 67
ifconfig v0 mtu 70000
ifconfig v0 mtu 1500
ifconfig v0 netmask
ifconfig v0 netmask x
ifconfig v0 netmask 255.0.255.0
ifconfig v0 netmask 255.255.255.0
ifconfig v0 broadcast
ifconfig v0 broadcast x
ifconfig v0 broadcast 10.0.0.255
ifconfig v0 -broadcast
ifconfig v0 broadcast 10.0.0.255
ifconfig v0 dstaddr
ifconfig v0 dstaddr x
ifconfig v0 pointopoint
ifconfig v0 pointopoint 10.0.0.9
ifconfig v0 -pointopoint
ifconfig v0 hw
ifconfig v0 hw ether
ifconfig v0 hw bogus 02:00:00:00:00:01
ifconfig v0 hw ether x
ifconfig v0 hw ether 02:00:00:00:00
ifconfig v0 hw ether 03:00:00:00:00:01
ifconfig v0 hw ether 02:00:00:00:00:01
ifconfig v0 metric
ifconfig v0 metric x
ifconfig v0 metric 1
ifconfig v0 metric 0
ifconfig v0 txqueuelen
ifconfig v0 txqueuelen x
ifconfig v0 txqueuelen -1
ifconfig v0 txqueuelen 500
ifconfig v0 add
ifconfig v0 add x
ifconfig v0 add 2001:db8::1/64
ifconfig v0 add 2001:db8::1/129
ifconfig v0 inet6 add 2001:db8::2
ifconfig v0 inet6
ifconfig v0 inet6 add
ifconfig v0 del 2001:db8::9/64
ifconfig v0 del 2001:db8::1/64
ifconfig v0 inet
ifconfig v0 inet 10.0.0.1
ifconfig v0 inet add 10.0.0.50
ifconfig v0 add 10.0.0.51
ifconfig v0 del 10.0.0.52
ifconfig v0 mem_start 0x10
ifconfig v0 irq x
ifconfig v0 irq 5
ifconfig v0 io_addr 5
ifconfig v0 media bogus
ifconfig v0 media auto
ifconfig v0 keepalive 5
ifconfig v0 outfill 5
ifconfig v0 tunnel x
ifconfig v0 tunnel ::1
ifconfig v0 name
ifconfig lo mtu 1
ifconfig v0:1 10.0.0.60
ifconfig v0:1
ifconfig v0:1 down
ifconfig v0:1
ifconfig v0:1 down
ifconfig v0:x 10.0.0.61/24
ifconfig v0: 10.0.0.62
ifconfig -a extra
ifconfig -s nodev
ifconfig -s v0 up
ifconfig -v nodev
ifconfig v0 arp
ifconfig v0 -arp
ifconfig v0 arp -promisc allmulti
ifconfig v0 -allmulti -arp
ifconfig v0 arp
ifconfig v0 multicast
ifconfig v0 dynamic
ifconfig v0 -dynamic
ifconfig v0 trailers
ifconfig v0 -trailers
ifconfig v0 up up
ifconfig v0 0
ifconfig v0 10.0.0.1 netmask 255.255.255.0 broadcast 10.0.0.255 mtu x
ifconfig v0 10.0.0.1 24
ifconfig v0 default
ifconfig v0 10.0.0.1/0
ifconfig v0 10.0.0.1/24
ifconfig aaaaaaaaaaaaaaaaaaaaaaaa
ifconfig aaaaaaaaaaaaaaaaaaaaaaaa up
END
