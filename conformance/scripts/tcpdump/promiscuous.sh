# A device that is opened for a list or a program is in promiscuous mode for a moment, also when it is down.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
ip link set v0 up
ip monitor link >m & sleep 0.2
step() { echo "$*" >>m; "$@"; sleep 0.1; }
step tcpdump -L -i lo
step tcpdump -O -d -i v0 arp
step tcpdump -p -L -i v0
step tcpdump -p -O -d -i v0 ip
step tcpdump -J -i v0
step tcpdump -L -i v1
step tcpdump -L
step tcpdump -O -d -i v0 '(ip'
kill %1
cat m
