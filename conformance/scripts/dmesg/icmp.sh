# ICMP errors about broadcasts, redirects that are not followed, packets that are too long.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add kli0 address 02:00:00:00:4f:01 index 79 type veth peer name kli1 address 02:00:00:00:4f:02 netns b
ip addr add 10.79.1.1/24 dev kli0
ip link set lo up
ip link set kli0 up
ip -n b addr add 10.79.1.2/24 dev kli1
ip -n b link set kli1 up
head="02:00:00:00:4f:01 02:00:00:00:4f:02 0800"
send() { ip netns exec b inject kli1 "$@"; }
echo_to() { send $head 4500 0000 0001 0000 40 01 0000 $1 $2 0800 0000 0001 0001; }
sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.kli0.rp_filter=0
quoted='4500 0000 0001 0000 40 11 0000'
echo "== error about a broadcast"
bogus() { send $head 4500 0000 0001 0000 40 01 0000 10.79.1.2 10.79.1.1 $1 0000 00000000 4500 001c 0001 0000 40 11 0000 10.79.1.1 10.79.1.255 1234 4321 0008 0000; }
sysctl -qw net.ipv4.icmp_ignore_bogus_error_responses=0
until_logged '10.79.1.2 sent an invalid ICMP type 3, code 1' bogus 0301
until_logged '10.79.1.2 sent an invalid ICMP type 11, code 0' bogus 0b00
echo "== redirect"
sysctl -qw net.ipv4.conf.kli0.log_martians=1 net.ipv4.conf.kli0.accept_redirects=0 net.ipv4.conf.all.accept_redirects=0
ip route add 10.95.0.0/24 via 10.79.1.2
redirect() {
    send $head 4500 0000 0001 0000 40 01 0000 10.79.1.2 10.79.1.1 0501 0000 $1 4500 001c 0001 0000 40 01 0000 10.79.1.1 10.95.0.7 0000 0000 0001 0001
}
until_logged 'Redirect from 10.79.1.2 on kli0 about 10.79.1.9 ignored' redirect 10.79.1.9
dmesg -t | sed -n "/$mark/,\$p" | grep -A1 'Redirect from 10.79.1.2' | head -n 2
echo "== too long"
fragment() { send $head 4500 0000 $1 $2 40 11 0000 10.79.1.2 10.79.1.1 "$3"; }
long() {
    n=$((RANDOM % 60000 + 1000)); id=$(printf %04x $n)
    for at in $(seq 0 180 7920); do fragment $id $(printf %04x $((at | 0x2000))) '00*1440'; done
    fragment $id 1fa4 '00*1440'
}
until_logged 'Oversized IP packet from 10.79.1.2' long
