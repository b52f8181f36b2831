# Stable addresses that are taken.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add klp0 address 02:00:00:00:52:01 type veth peer name klp1 address 02:00:00:00:52:02 netns b
sysctl -qw net.ipv6.conf.klp0.addr_gen_mode=2 net.ipv6.conf.klp0.stable_secret=2001:db8::1234 net.ipv6.conf.klp0.dad_transmits=1
ip netns exec b sysctl -qw net.ipv6.conf.klp1.accept_dad=0
ip -n b link set klp1 up
ip link set klp0 up
sleep 2.5
first=$(ip -6 -br addr show dev klp0 | awk '{print $3}')
ip link set klp0 down
ip -n b addr add $first dev klp1 nodad
again() { ip link set klp0 down; ip link set klp0 up; sleep 4; }
until_logged 'klp0: generating new stable' again
log 'klp0: IPv6 duplicate address fe80' | sort -u | wc -l
sysctl -qw net.ipv6.idgen_retries=0
until_logged 'klp0: privacy stable address generation failed' again
