# Packets of a lease as tcpdump sees them, byte for byte but for the transaction.
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
ip netns exec srv dnsmasq -d -u root -p 0 -C /dev/null --interface=veth0 --dhcp-range=10.0.0.100,10.0.0.110,12h --no-ping --dhcp-leasefile=leases > /dev/null 2>&1 &
sleep 0.5
ip netns exec cli tcpdump -i veth1 -n -U -w cap udp 2>/dev/null &
sleep 0.8
ip netns exec cli udhcpc -i veth1 -s ./script.sh -n -q -B 2>&1 | grep udhcpc
ip -n cli addr flush dev veth1
ip netns exec cli udhcpc -i veth1 -s ./script.sh -n -q -o -C -V '' 2>&1 | grep udhcpc
sleep 0.3
kill %1 %2
sleep 0.3
tcpdump -r cap -n -t -e -x 2>/dev/null | sed -E -e 's/BOOTP.DHCP.*, length/UDP, length/' -e '/0x0010/s/( [0-9a-f]{4}){8}$/ ADDRESSES AND SUM/' -e '/0x0020/s/( [0-9a-f]{4}){3}( [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4})$/ XID\2/' -e '/0x0000/s/([0-9a-f]{4} [0-9a-f]{4}) [0-9a-f]{4} ([0-9a-f]{4} [0-9a-f]{4}) [0-9a-f]{4}/\1 IDEN \2 SUM/' -e 's/, xid 0x[0-9a-f]*//' -e 's/(0x0000: .* )[0-9a-f]{4} ([0-9a-f]{4} [0-9a-f]{4})$/\1\2/'
