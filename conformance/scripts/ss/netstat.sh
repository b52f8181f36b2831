# netstat of net-tools: sockets, interfaces, routes.
ip link set lo up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip link set veth0 up
ip link set veth1 up
sleep 1.5
ip route add default via 10.0.0.254
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts -p 5300 --listen-address=127.0.0.1 --bind-interfaces 2>/dev/null &
sleep 0.5
exec 7<>/dev/udp/127.0.0.1/5353
q() { echo "+ netstat $*"; netstat "$@" 2>&1 | sed -E "s/:[3-6][0-9]{4} /:PORT  /"; echo "= ${PIPESTATUS[0]}"; }
q -un
q -uan | sort
q -uln
q -4uan | sort
q -6uan
q -w -n
q -une | sed -E 's/([0-9] +)[0-9]+ *$/\1INO/'
q -rn
q -rn4
q -r
q -i
q -x9
q -V | head -n 1
kill %1
