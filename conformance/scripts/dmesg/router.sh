# Router advertisements with a lifetime that cannot be, told apart by what follows them.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add klv0 address 02:00:00:00:53:01 type veth peer name klv1 address 02:00:00:00:53:02 netns b
ip link set klv0 up
ip -n b link set klv1 up
sleep 2.5
invalid() { ip netns exec b inject klv1 33:33:00:00:00:01 02:00:00:00:53:02 86dd 6000 0000 0000 3a ff fe80::ff:fe00:5302 ff02::1 86000000 40000708 00000000 00000000 030440c0 00000064 00000065 00000000 2001:db8:53::; }
until_logged 'prefix option has invalid lifetime' invalid
ip -6 route show dev klv0 | grep -c 2001:db8:53
valid() { ip netns exec b inject klv1 33:33:00:00:00:01 02:00:00:00:53:02 86dd 6000 0000 0000 3a ff fe80::ff:fe00:5302 ff02::1 86000000 40000708 00000000 00000000 030440c0 00000e10 00000e10 00000000 2001:db8:53::; }
valid; sleep 0.2
ip -6 route show dev klv0 | grep -c 2001:db8:53
