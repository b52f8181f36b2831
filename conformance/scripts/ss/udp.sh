# UDP and raw sockets: which are shown, in which columns, and filters.
ip link set lo up
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip link set veth0 up
ip link set veth1 up
ip addr add fd00::1/64 dev veth0 nodad
sleep 1.5
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts -p 5300 --listen-address=127.0.0.1 --listen-address=10.0.0.1 --bind-interfaces 2>/dev/null &
ping -q -i 5 127.0.0.1 >/dev/null &
sleep 0.5
q() { echo "+ ss $*"; ss "$@" 2>&1 | sed -E -e 's/:[3-6][0-9]{4} /:PORT  /' -e 's/ino:[0-9]+ sk:[0-9a-f]+/ino:N sk:N/' -e 's/ cgroup:[^ ]*//' -e '/cgroup2/d'; echo "= ${PIPESTATUS[0]}"; }
q -uan 'sport = :5300'
q -uan src 10.0.0.1
exec 7<>/dev/udp/127.0.0.1/5353
q -un
q -uan dst 127.0.0.1
q -u -n -4
q -u -n -6
q -ual -n src 10.0.0.0/8
q -uanH dst 127.0.0.1
q -H -unO
q -unm
q -uan 'not sport = :5300' and src 0.0.0.0/0
q -uan '( sport = :5300 and src 10.0.0.1 ) or dport = :5354'
q -uan dport lt 6000 and dport gt 5000
q -un state established
q -uan state unconnected src 127.0.0.1
q -uan exclude established src 10.0.0.1
q -wan
q -wa
q -w
q -A udp,raw -an dst 127.0.0.1 or src 0.0.0.0
q -A udp -n
q -f inet -un
q -un src 1.2.3.4
q -uan src foo
q -uan sport = :nosuch
q -un state foo
q -V
q --help
q -Z
q -uan sport =
q -uanJ | head -n 3
exec 7>&-
q -un
exec 8<>/dev/udp/::1/99
q -un
kill %1 %2
