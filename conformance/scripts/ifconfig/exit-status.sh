# Which failures take the place of earlier ones in the exit status, and which are added.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add v0 type veth peer name w
t ifconfig n up hw loop 02:00:00:00:02:04
t ifconfig n up hw loop 02:00:00:00:02:04 netmask 255.0.0.0
t ifconfig n up hw foo 1
t ifconfig n up hw ether zz
t ifconfig n up hw ether 02:00:00:00:02:04
t ifconfig n up mtu 5
t ifconfig n up metric 5
t ifconfig n up media auto
t ifconfig n up media foo
t ifconfig n up irq 5
t ifconfig n up io_addr 5
t ifconfig n up mem_start 5
t ifconfig n up keepalive 5
t ifconfig n up outfill 5
t ifconfig n up txqueuelen 5
t ifconfig n up txqueuelen -1
t ifconfig n up tunnel ::10.0.0.1
t ifconfig n up tunnel 10.0.0.1
t ifconfig n up tunnel foo
t ifconfig n up add 10.0.0.1
t ifconfig n up del 10.0.0.1
t ifconfig n up add foo
t ifconfig n up add fd00::1
t ifconfig n up add fd00:::1
t ifconfig n up del fd00::1
t ifconfig n up netmask 255.0.0.0
t ifconfig n up netmask foo
t ifconfig n up broadcast foo
t ifconfig n up broadcast 10.0.0.1
t ifconfig n up pointopoint foo
t ifconfig n up pointopoint 10.0.0.1
t ifconfig n up dstaddr 10.0.0.1
t ifconfig n up dstaddr foo
t ifconfig n up -broadcast
t ifconfig n up -pointopoint
t ifconfig n up -promisc
t ifconfig n up -allmulti
t ifconfig n up -arp
t ifconfig n up dynamic
t ifconfig n up -dynamic
t ifconfig n up -trailers
t ifconfig n up 10.0.0.1
t ifconfig n up foo
t ifconfig n up 10.0.0.1/24
t ifconfig n inet6 up netmask ::1
t ifconfig n inet6 up broadcast ::1
t ifconfig n inet6 up dstaddr ::1
t ifconfig n inet6 up pointopoint ::1
t ifconfig n inet6 up fd00::1
t ifconfig n inet6 up add 10.0.0.1
t ifconfig n inet6 up tunnel ::10.0.0.1
t ifconfig n broadcast foo up
t ifconfig n netmask foo up
t ifconfig n mtu 5 up
t ifconfig v0:1 up mtu 5
t ifconfig v0:1 up hw loop 02:00:00:00:02:04
t ifconfig v0:1 up add fd00:::1
t ifconfig v0:1 up tunnel foo
t ifconfig v0:1 up media foo
t ifconfig v0:1 up media auto
t ifconfig v0:1 up txqueuelen -1
t ifconfig v0:1 up netmask foo
t ifconfig v0:1 up netmask 255.0.0.0
t ifconfig v0:1 up broadcast 10.0.0.1
t ifconfig v0:1 up add foo
t ifconfig v0:1 up outfill 1
t ifconfig v0:1 up keepalive 1
t ifconfig v0:1 up hw ether 01:00:00:00:02:04
t ifconfig v0:1 up hw ether 1:2
t ifconfig v0:1 up irq 5
t ifconfig v0:1 up dstaddr 10.0.0.4
t ifconfig v0:1 up tunnel ::10.0.0.1
t ifconfig v0:1 up -promisc
t ifconfig n inet6 up netmask foo
t ifconfig n inet6 up broadcast foo
t ifconfig n inet6 up dstaddr foo
t ifconfig n inet6 up pointopoint foo
for m in 5 5x -1 +5 0x5 010 99 ' 5' 10. 1e5 '' 4294967296 2147483648 99999999999999999999 255 256 AUTO unknown 10baseT; do echo "== $m"; ifconfig v0 media "$m"; echo $?; ifconfig nosuch media "$m"; echo $?; done
