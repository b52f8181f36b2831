# -s -s: frames for others are one column more, in JSON one counter more.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip link add dev v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer dev v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:12
ip link set v1 up; ip link set v0 up
ip link add dev v3 address 02:00:00:00:00:21 numtxqueues 1 numrxqueues 1 type veth peer dev v2 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:22
ip link set v3 up; ip link set v2 up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip addr add 10.0.0.1/24 dev v0
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:0b dev v0
ip neigh add 10.0.0.3 lladdr 02:00:00:00:00:0b dev v0
ping -q -c 3 -i 0.01 -W 0.1 10.0.0.2 >/dev/null
for o in "-s -s" "-s -s -d" "-s -s -o" "-s -s -br" "-s -s -j" "-s -s -j -p" "-s" "-s -s -h" "-s -s -iec"; do
echo "== $o"
ip $o link show v1 
ip $o addr show v1 
done
