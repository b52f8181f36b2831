# log_martians of all devices; without a link-layer header; sources in ARP requests; broadcasts.
mark=mark-$$-$RANDOM
echo $mark > /dev/kmsg
log() { dmesg -t | sed -n "/$mark/,\$p" | grep "$1"; }
# others share the log and its limit: repeats until the message is there
until_logged() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "${@:2}" >/dev/null 2>&1; sleep 0.1; log "$1" >/dev/null && break; sleep 1; done; log "$1" | sort -u; }
ip netns add b
ip link add kla0 address 02:00:00:00:4e:01 index 78 type veth peer name kla1 address 02:00:00:00:4e:02 netns b
ip addr add 10.77.1.1/24 dev kla0
ip link set lo up
ip link set kla0 up
ip -n b addr add 10.77.1.2/24 dev kla1
ip -n b link set kla1 up
head="02:00:00:00:4e:01 02:00:00:00:4e:02 0800"
send() { ip netns exec b inject kla1 "$@"; }
echo_to() { send $head 4500 0000 0001 0000 40 01 0000 $1 $2 0800 0000 0001 0001; }
sysctl -qw net.ipv4.conf.all.log_martians=1 net.ipv4.conf.all.rp_filter=1
echo "== arp"
arp() { send ff:ff:ff:ff:ff:ff 02:00:00:00:4e:02 0806 0001 0800 0604 0001 02:00:00:00:4e:02 10.89.1.1 00*6 10.77.1.1; }
until_logged 'martian source .* from 10.89.1.1, on dev kla0' arp
echo "== broadcast"
broadcast() { send ff:ff:ff:ff:ff:ff 02:00:00:00:4e:02 0800 4500 0000 0001 0000 40 01 0000 10.89.2.1 $1 0800 0000 0001 0001; }
until_logged 'martian source .* from 10.89.2.1, on dev kla0' broadcast 255.255.255.255
until_logged 'martian source 10.77.1.255 from 10.89.2.1, on dev kla0' broadcast 10.77.1.255
echo "== forwarded"
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.90.0.0/24 via 10.77.1.2
until_logged 'martian source 10.90.0.1 from 10.89.3.1, on dev kla0' echo_to 10.89.3.1 10.90.0.1
echo "== multicast group"
group() { send 01:00:5e:00:00:01 02:00:00:00:4e:02 0800 4500 0000 0001 0000 01 01 0000 10.89.4.1 224.0.0.1 0800 0000 0001 0001; }
group; sleep 0.2; log '10.89.4.1' | wc -l
echo "== source route"
route() { send $head 4700 0000 0001 0000 40 01 0000 10.77.1.2 10.77.1.1 83 07 04 10.77.1.3 00 0800 0000 0001 0001; }
sysctl -qw net.ipv4.conf.kla0.accept_source_route=0
until_logged 'source route option 10.77.1.2 -> 10.77.1.1' route
ip netns exec b ip route get 10.77.1.1 from 10.77.1.2 >/dev/null
log 'll header: .*02 00 00 00 4e 02' | sort -u
