# -I DEVICE binds the socket, whatever the target is.
ip link set lo up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t() { echo "\$ $*"; "$@" 2>&1 | sed 's/time=[0-9.]*/time=N/;/^rtt/d;s/[0-9]*ms/Nms/;s/^\(TS: .*\)\t[0-9]* /\1\tN /'; echo "[${PIPESTATUS[0]}]"; ip -s link show lo | sed -n 4p; ip neigh show nud all | sort; }
t ping -c 1 -W 0.4 -I lo 10.0.0.4
t ping -c 1 -W 0.4 -I lo -R 10.0.0.4
t ping -c 1 -W 0.4 -I lo -T tsonly 10.0.0.4
t ping -c 1 -W 0.4 -I lo -T tsprespec 10.0.0.4
t ping -c 1 -W 0.4 -I lo -T tsprespec 127.0.0.1 10.0.0.4
t ping -c 1 -W 0.4 -I lo -T tsprespec 10.0.0.3 10.0.0.4
t ping -c 1 -W 0.4 -I lo 127.0.0.1 10.0.0.4
t ping -c 1 -W 0.4 -I lo 10.0.0.3 10.0.0.4
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 up
ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
sleep 1.5
t ping -c 1 -W 0.4 -I v1 10.0.0.1
t ping -c 1 -W 0.4 -I v1 -I 10.0.0.1 10.0.0.1
ip neigh flush all
t ping -c 1 -W 0.4 -I v0 10.0.0.1
t ping -c 1 -W 0.4 -I lo 10.0.0.1
t ping -c 1 -W 0.4 -I v0 -I 10.0.0.1 10.0.0.1
t ping -c 1 -W 0.4 -I v0 -T tsprespec 10.0.0.9 10.0.0.1
t ping -c 1 -W 0.4 -I v0 -T tsprespec 10.0.0.1 10.0.0.9
