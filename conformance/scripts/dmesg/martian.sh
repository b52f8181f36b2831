# Packets from and to where none can be, with log_martians.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add klk0 address 02:00:00:00:4d:01 index 77 type veth peer name klk1 address 02:00:00:00:4d:02 netns b
ip addr add 10.77.1.1/24 dev klk0
ip link set lo up
ip link set klk0 up
ip -n b addr add 10.77.1.2/24 dev klk1
ip -n b link set klk1 up
head="02:00:00:00:4d:01 02:00:00:00:4d:02 0800"
send() { ip netns exec b inject klk1 "$@"; }
echo_to() { send $head 4500 0000 0001 0000 40 01 0000 $1 $2 0800 0000 0001 0001; }
sysctl -qw net.ipv4.conf.klk0.rp_filter=1
echo_to 10.88.1.1 10.77.1.1
echo_to 10.77.1.2 127.0.0.1
sleep 0.2
log 'martian .* klk0' | wc -l
sysctl -qw net.ipv4.conf.klk0.log_martians=1
for pair in '10.88.1.1 10.77.1.1' '127.3.4.5 10.77.1.1' '10.77.1.2 127.0.0.1' '224.0.0.1 10.77.1.1' '255.255.255.255 10.77.1.1' '0.0.0.1 10.77.1.1' '10.77.1.2 0.0.0.0' '0.0.0.0 10.77.1.1' \
    '10.77.1.1 10.77.1.1'; do
    set -- $pair
    echo "== $pair"
    until_logged "martian .* $2 from $1, .*klk0" echo_to $1 $2
done
echo "== no martians"
echo_to 10.77.1.2 0.0.0.1
echo_to 10.77.1.2 240.0.0.1
sleep 0.2
log 'martian .* klk0' | grep -c -e ' 0.0.0.1 ' -e 240
dmesg -x | grep -o '^kern  :warn  : .*10.88.1.1, on dev klk0' | sed 's/\[.*\]/[TIME]/' | tail -n 1
log 'll header: .*02 00 00 00 4d 02' | sort -u
