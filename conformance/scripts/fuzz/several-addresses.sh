# Other ends of the loopback's addresses, what ifconfig reads of several addresses with one label, traceroute's waits.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t ifconfig lo 10.0.2.4
ip addr show lo
t ifconfig lo pointopoint 10.0.0.255
ip addr show lo
t ifconfig lo pointopoint 10.0.0.254
ip addr show lo
ip addr flush dev lo
ip addr add 10.0.2.4 peer 10.0.0.255/8 dev lo
ip addr show lo
ip addr flush dev lo
t ifconfig lo 10.0.2.4/16 pointopoint 10.0.0.255
ip addr show lo
t ifconfig lo 10.0.2.6 dstaddr 240.0.0.1
ip addr show lo
t ifconfig lo 10.0.2.7 dstaddr 11.0.0.1
ip addr show lo
t ifconfig lo dstaddr 10.0.2.7
ip addr show lo
t ifconfig lo pointopoint 0.0.0.0
ip addr show lo
t ifconfig lo pointopoint 255.255.255.255
ip addr show lo
t ifconfig lo pointopoint 127.0.0.1
ip addr show lo
ip addr flush dev lo
t route -FC
t route -CF
t route -C
ip link add veth1 address 02:00:00:00:00:11 type veth peer name veth2
t ifconfig veth1 10.0.0.5/24
ip addr change 10.0.0.2/30 remote 10.0.0.5/30 scope 100 dev veth1
t ifconfig veth1
ip addr add 10.0.0.9/24 brd 10.0.0.2 dev veth1
t ifconfig veth1
t route -FC
t ifconfig nosuch txqueuelen -1
t ifconfig nosuch:1 txqueuelen -1
t ifconfig veth1 tunnel foo pointopoint 10.0.0.3
t ifconfig veth1:1- tunnel proto foo
ip addr show veth1
t traceroute -w 0.2,2,3,4 127.0.0.1
t traceroute -w 0.2,2,3, 127.0.0.1
t traceroute -w , 127.0.0.1
t traceroute6 -n -m 1 -w .3 -t 256 ::1
t traceroute6 -n -m 1 -w .3 -t -2 -I ::1

