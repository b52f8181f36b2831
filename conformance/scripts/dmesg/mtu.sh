# What cannot be answered with a reason, and half-done changes.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# a log that others fill, too, may swallow a message: until it is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip link add klma type veth peer name klmb
until_logged 'klma: mtu less' ifconfig klma mtu 10
until_logged 'klma: mtu greater' ifconfig klma mtu 100000
half() { ip link set klma mtu 1400; ip link set klma mtu 1401 addr 01:00:00:00:00:00; ip link set klma mtu 1402 master lo; }
until_logged 'Interface klma' half
ip link show klma | grep -o 'mtu [0-9]*'
ip link set klma mtu 10
log 'klma: mtu' | sort | uniq | wc -l
