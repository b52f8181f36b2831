# Renewing, releasing and starting anew by signals; options that the client sends.
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
ip netns exec srv dnsmasq -d -u root --log-dhcp -p 0 -C /dev/null --interface=veth0 --dhcp-range=10.0.0.100,10.0.0.100,2m --no-ping \
  --dhcp-leasefile=leases > log 2>&1 &
server=$!
sleep 0.5
ip netns exec cli udhcpc -i veth1 -s ./script.sh -f -x hostname:bbox -x 0x3d:0100BEEFC0FFEE -x lease:120 -O 121 -V foo -F fqdn.test -r 10.0.0.77 > out 2>&1 &
# seen NUMBER WORDS: waits until the client has said so often enough, on a busy machine, too
seen() { for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; [ "$(grep -c "$2" out)" -ge $1 ] && break; done; sleep 0.5; }
seen 1 obtained
client=$(ip netns pids cli)
kill -USR1 $client
seen 2 obtained
kill -USR2 $client
seen 1 'entering released'
kill -USR1 $client
seen 3 obtained
kill $client
sleep 0.3
sed -E 's/^(opt5[89]=).*/\1X/' out
ip netns exec cli udhcpc -i veth1 -s ./script.sh -n -q -t 1 -T 1 2>&1 | grep udhcpc
ip netns exec srv ip neigh show | sed 's/STALE\|REACHABLE\|DELAY\|PROBE/STATE/'
kill $server
sleep 0.3
sed -E -e 's/^(dnsmasq-dhcp: )[0-9]+ /\1XID /' -e 's/(T[12]  ).*/\1TIME/' log
cut -d' ' -f2- leases
