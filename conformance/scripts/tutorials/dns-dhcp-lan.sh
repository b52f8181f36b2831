#!/bin/bash
# A home network: dnsmasq gives addresses, names and the way out; clients run udhcpc's default script-like hook.
set -eu
ip netns add gw; ip netns add pc; ip netns add inet
ip link add lan netns gw address 52:54:00:00:00:01 type veth peer name eth0 address 52:54:00:00:00:10 netns pc
ip link add wan netns gw type veth peer name eth0 netns inet
ip -n gw addr add 192.168.8.1/24 dev lan; ip -n gw addr add 203.0.113.2/24 dev wan
ip -n inet addr add 203.0.113.1/24 dev eth0
for d in "gw lan" "gw wan" "gw lo" "inet eth0" "pc lo" "inet lo"; do set -- $d; ip -n $1 link set $2 up; done
ip netns exec gw sysctl -qw net.ipv4.ip_forward=1
ip netns exec gw iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec gw dnsmasq -d -i lan --bind-interfaces --dhcp-range=192.168.8.100,192.168.8.100,10m --dhcp-option=3,192.168.8.1 --dhcp-option=option:ntp-server,192.168.8.1 \
  --address=/blocked.example/0.0.0.0 --host-record=nas.lan,192.168.8.5 --cname=files.lan,nas.lan --no-resolv --no-hosts --user=root --dhcp-leasefile=/tmp/l --log-dhcp --pid-file= 2>/tmp/log &
d=$!
trap 'kill $d 2>/dev/null; wait' EXIT
cat > /tmp/hook <<'H'
#!/bin/sh
env | grep -E '^(ip|subnet|mask|router|dns|lease|serverid|ntpsrv|broadcast|domain|interface)=' | sort | sed "s/^/[$1] /"
[ "$1" = bound ] && ip addr add $ip/$mask broadcast $broadcast dev $interface && ip route add default via $router
exit 0
H
chmod +x /tmp/hook
ip -n pc link set eth0 up
sleep 1.5
ip netns exec pc udhcpc -f -q -n -i eth0 -s /tmp/hook 2>&1
ip -n pc -br -4 addr show eth0; ip -n pc route
ip netns exec pc ping -c1 -q 203.0.113.1 | grep received
q() { ip netns exec pc dig +noall +answer +timeout=1 +tries=1 "$@" @192.168.8.1; }
q nas.lan; q files.lan; q blocked.example; q -x 192.168.8.5; q nas.lan AAAA +comments | grep -o 'status: [A-Z]*'
ip netns exec pc nslookup nas.lan 192.168.8.1
ip netns exec pc host files.lan 192.168.8.1
ip netns exec pc dig +short www.example.com @192.168.8.1; echo "rc $?"
cut -d' ' -f2- /tmp/l
grep -oE 'DHCP(DISCOVER|OFFER|REQUEST|ACK).*' /tmp/log
