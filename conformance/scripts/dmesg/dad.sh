# Duplicates of IPv6 addresses, and those who claim ours.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add kln0 address 02:00:00:00:51:01 type veth peer name kln1 address 02:00:00:00:51:02 netns b
ip link set kln0 up
ip -n b link set kln1 up
sleep 2.5
send() { ip netns exec b inject kln1 "$@"; }
twice() { ip -n b addr replace 2001:db8:51::$1/64 dev kln1 nodad; ip addr del 2001:db8:51::$1/64 dev kln0; ip addr add 2001:db8:51::$1/64 dev kln0; sleep 2.5; }
until_logged 'kln0: IPv6 duplicate address 2001:db8:51::5 ' twice 5
ip -6 -br addr show dev kln0 | grep -o 2001[^\ ]*
echo "== claimed"
ip addr add 2001:db8:51::6/64 dev kln0 nodad
claim() { send 33:33:00:00:00:01 02:00:00:00:51:02 86dd 6000 0000 0000 3a ff fe80::51ff:fe00:2 ff02::1 88000000 20000000 2001:db8:51::6 0201 02:00:00:00:51:02; }
until_logged 'advertised our address 2001:db8:51::6 on kln0' claim
echo "== disabled"
sysctl -qw net.ipv6.conf.kln0.accept_dad=2
mine() { ip link set kln0 down; sysctl -qw net.ipv6.conf.kln0.disable_ipv6=0; ip -n b link set kln1 down; ip -n b link set kln1 address 02:00:00:00:51:01; ip -n b link set kln1 up; sleep 2.5; ip link set kln0 up; sleep 2.5; }
until_logged 'kln0: IPv6 being disabled' mine
log 'kln0: IPv6 duplicate address fe80' | sort -u
