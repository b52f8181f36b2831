# profile: debian
# What is sent into a dummy device is counted and gone; its own addresses answer through lo.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add dum0 address 02:00:00:00:00:01 type dummy
ip link set dum0 up
sysctl -q -w net.ipv6.conf.dum0.disable_ipv6=1
ip address add 10.0.0.1/24 dev dum0
t ping -c 2 -i 0.2 -W 1 10.0.0.2
t ping -c 1 10.0.0.1
t ip -s link show dum0
ip neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev dum0
tcpdump -l -n -e -i dum0 2>/dev/null >seen & sleep 1
t ping -c 1 -W 1 10.0.0.3
t ping -c 1 -W 1 -b 10.0.0.255
t ping -c 1 -W 1 -I dum0 224.0.0.1
sleep 1
kill %1; wait
cat seen
t ip -s link show dum0
t ip neigh show dev dum0
t ip -s -s link show dum0
t cat /sys/class/net/dum0/statistics/tx_packets /sys/class/net/dum0/type /sys/class/net/dum0/operstate
