# Changes of IPv6 routes that are not there.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip link add kly0 type veth peer name kly1
ip link set kly0 up
ip link set kly1 up
ip -6 route change 2001:db8:54::/64 dev kly0
log "no match found" | sort -u
ip -6 route add 2001:db8:54::/64 dev kly0 metric 5
ip -6 route change 2001:db8:54::/64 dev kly0 metric 6
log 'NLM_F_REPLACE set' | sort -u
ip -6 route change 2001:db8:54::/64 dev kly0 table 4242
log 'NLM_F_CREATE should be specified' | sort -u
ip -6 route show 2001:db8:54::/64
