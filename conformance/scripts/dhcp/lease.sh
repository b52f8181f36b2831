# A lease from dnsmasq: a fixed address and options, with the log of both sides.
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
ip netns exec srv dnsmasq -d -u root --log-dhcp -C /dev/null --no-resolv --no-hosts --interface=veth0 --bind-interfaces \
  --dhcp-range=10.0.0.100,10.0.0.110,1h --dhcp-host=02:00:00:00:00:02,10.0.0.50,client --dhcp-option=option:router,10.0.0.254 \
  --dhcp-option=option:ntp-server,10.0.0.3,10.0.0.4 --domain=lan --dhcp-leasefile=leases > log 2>&1 &
server=$!
sleep 0.5
ip netns exec cli udhcpc -i veth1 -s ./script.sh -n -q; echo "exit $?"
ip -n cli -4 addr show veth1
ip netns exec cli ping -c 1 10.0.0.1 | head -1
cut -d' ' -f2- leases
sleep 0.2
kill $server
wait $server; echo "server $?"
sed -E 's/^(dnsmasq-dhcp: )[0-9]+ /\1XID /' log
