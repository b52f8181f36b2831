# Devices by other names than their own: the kernel finds the device, and no address by the name.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add exactly15-chars type veth peer name w
ip link property add dev w altname alt altname a-quite-long-alternative-name
ip addr add 10.0.0.1/24 dev alt
ip addr add 10.0.0.3/24 dev alt label w:foo
t ifconfig exactly15-charsXY
t ifconfig exactly15-charsXY mtu 1300
t ifconfig exactly15-charsXY 10.0.0.5
t ifconfig alt
t ifconfig -s alt
t ifconfig w:foo
t ifconfig alt:foo
t ifconfig -s alt:foo
t ifconfig alt:foo 10.0.0.7
t ifconfig alt:foo
t ifconfig alt:foo netmask 255.255.0.0
t ifconfig alt netmask 255.255.0.0
t ifconfig alt broadcast 10.0.0.44
t ifconfig alt pointopoint 10.0.0.44
t ifconfig alt 0.0.0.0
t ifconfig alt add 10.0.0.99
t ifconfig alt add 10.0.0.98/24
t ifconfig alt del 10.0.0.99
t ifconfig alt:foo down
t ifconfig alt up
t ifconfig alt down
t ifconfig alt inet6 add fd00::1/64
t ifconfig alt inet6 del fd00::1/64
t ifconfig alt tunnel ::10.0.0.1
t ifconfig alt media auto
t ifconfig alt irq 5
t ifconfig alt promisc
t ifconfig alt -promisc
t ifconfig alt multicast
t ifconfig alt hw ether 02:00:00:00:00:99
t ifconfig alt add 10.0.0.97
t ip addr
t arp -s 10.0.0.9 02:00:00:00:00:22 pub -i alt
t arp -d 10.0.0.9 pub -i alt
t arp -s 10.0.0.9 02:00:00:00:00:22 pub netmask 0.0.0.0 -i alt
t sysctl net.ipv4.conf.w.proxy_arp net.ipv4.conf.all.proxy_arp
t arp -d 10.0.0.9 pub netmask 0.0.0.0 -i alt
t sysctl net.ipv4.conf.w.proxy_arp net.ipv4.conf.all.proxy_arp
t arp -Ds 10.0.0.10 alt -i alt
t arp -Ds 10.0.0.10 alt:1 -i alt
t arp -Ds 10.0.0.10 alt:1 -i alt:1
t arp -n -i w
t arp -a -n -i alt
t arp -n -i alt
t route add -net 10.5.0.0/16 dev alt
t route -6 add fd01::/64 dev alt
t ip route
