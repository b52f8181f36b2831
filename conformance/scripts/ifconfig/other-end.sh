# Other ends that are no hosts; options of sockets.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
ip addr add 10.0.0.1/24 dev v0
ip monitor address >m & sleep 0.2
t ifconfig v0 dstaddr 224.0.0.1
t ifconfig v0 dstaddr 255.255.255.255
t ifconfig v0 dstaddr 10.0.0.1
t ifconfig v0 dstaddr 10.0.0.2
t ifconfig v0 dstaddr 240.0.0.1
t ifconfig v0 pointopoint 224.0.0.9
sleep 0.2; kill %1; cat m
t traceroute -n -m 1 -q 1 -w 0.3 -r fd00:1::2
t traceroute -n -m 1 -q 1 -w 0.3 -r ::1
t traceroute -n -m 1 -q 1 -w 0.3 -r -I ::1
t traceroute -n -m 1 -q 1 -w 0.3 -r 127.0.0.1
t traceroute -n -m 1 -q 1 -w 0.3 -d ::1
t ping -r -c 1 -W 0.3 10.1.1.1
t ping -r -c 1 -W 0.3 ::1
t ping -d -c 1 -W 0.3 ::1
