# A host that does not follow redirects is told of nine times.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add klr0 address 02:00:00:00:50:01 index 80 type veth peer name klr1 address 02:00:00:00:50:02 netns b
ip addr add 10.80.1.1/24 dev klr0
ip link set lo up
ip link set klr0 up
ip -n b addr add 10.80.1.2/24 dev klr1
ip -n b link set klr1 up
head="02:00:00:00:50:01 02:00:00:00:50:02 0800"
send() { ip netns exec b inject klr1 "$@"; }
echo_to() { send $head 4500 0000 0001 0000 40 01 0000 $1 $2 0800 0000 0001 0001; }
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.klr0.log_martians=1 net.ipv4.conf.klr0.send_redirects=1 net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.klr0.rp_filter=0
ip route add 10.96.0.0/24 via 10.80.1.9
ip neigh add 10.80.1.9 lladdr 02:00:00:00:50:09 dev klr0
for i in $(seq 1 130); do echo_to 10.80.1.2 10.96.0.7; sleep 0.1; done
log 'ignores redirects for 10.96.0.7'
