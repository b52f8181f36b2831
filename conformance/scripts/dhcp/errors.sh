# No server, no device, wrong words, nothing left.
ip netns add srv
ip netns add cli
for ns in srv cli; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns srv address 02:00:00:00:00:01 index 5 type veth peer name veth1 netns cli address 02:00:00:00:00:02 index 6
ip -n srv addr add 10.0.0.1/24 dev veth0
ip -n srv link set veth0 up
ip -n srv link set lo up
ip -n cli link set veth1 up
ip -n cli link set lo up
sleep 1.5
cat > script.sh <<'S'
#!/bin/sh
echo "script $1"
env | grep -v '^[A-Z_]' | sort
[ "$1" = bound ] && ip addr add $ip/$mask dev $interface
exit 0
S
chmod +x script.sh
echo "== no server"
ip netns exec cli udhcpc -i veth1 -s ./script.sh -n -q -t 2 -T 1; echo "exit $?"
echo "== words"
run() { echo "+ $*"; ip netns exec cli udhcpc "$@" 2>&1 | head -n 3; }
run -i nosuch -n -q
run
run -Z
run -t
run -t xx
run -r 10.0.0
run -i veth1 -O nosuch
run -i veth1 -x nosuch
run --help
run -i veth1 foo -n -q -t 1 -T 1
run -i veth1 -s /nosuch -n -q -t 1 -T 1
echo "== one address, two clients"
ip netns exec srv dnsmasq -d -u root -p 0 -C /dev/null --interface=veth0 --dhcp-range=10.0.0.100,10.0.0.100,2m --no-ping --dhcp-leasefile=leases > log 2>&1 &
sleep 0.5
ip netns exec cli udhcpc -i veth1 -s ./script.sh -q -n 2>&1 | grep udhcpc
ip -n cli addr flush dev veth1
ip -n cli link set veth1 down
ip -n cli link set veth1 address 02:00:00:00:00:77
ip -n cli link set veth1 up
sleep 0.5
ip netns exec cli udhcpc -i veth1 -s ./script.sh -t 2 -T 1 -b; echo "exit $?"
sleep 0.5
kill $(ip netns pids cli)
sleep 0.2
kill %1
sleep 0.2
cat log
cut -d' ' -f2- leases
