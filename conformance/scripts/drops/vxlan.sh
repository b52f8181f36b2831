# Datagrams that are no frames, and frames that nobody wants.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set v0 up; ip link set v1 up
ip addr add 192.0.2.1/24 dev v0
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789
ip link set x0 up
ip link add x1 address 02:00:00:00:01:02 type vxlan id 43 dstport 4789
ip link set x1 up; ip link set x1 down
bridge fdb add 02:00:00:00:02:02 dev x0 dst 192.0.2.11 static
sleep 1
drops() { sed -n 's/.*protocol=\([0-9]*\) .*reason: \([A-Z0-9_]*\).*/\2 \1/p' /sys/kernel/tracing/trace | grep -vE "NOT_SPECIFIED|QUEUE_PURGE"; echo > /sys/kernel/tracing/trace; }
# a datagram with this type of service and payload
frame() { tos=$1; shift; all=$(echo "$*" | tr -d ' '); udp=$(printf %04x $((8 + ${#all} / 2))); inject v1 020000000001 020000000002 0800 45${tos}0000 00000000 40110000 c000020a c0000201 d000 12b5 $udp 0000 $all; }
echo 1 > /sys/kernel/tracing/events/skb/kfree_skb/enable
say() { echo "== $*"; }
say nothing inside; frame 00; drops
say half a header; frame 00 08000000; drops
say no identifier; frame 00 00000000 00002a00 020000000101 020000000201 88b5 00; drops
say unknown network; frame 00 08000000 00002c00 020000000101 020000000201 88b5 00; drops
say reserved flags; frame 00 08000001 00002a00 020000000101 020000000201 88b5 00; drops
say reserved byte; frame 00 08000000 00002a01 020000000101 020000000201 88b5 00; drops
say no frame; frame 00 08000000 00002a00; drops
say a short frame; frame 00 08000000 00002a00 020000000101 0200000002; drops
say its own source; frame 00 08000000 00002a00 ffffffffffff 020000000101 88b5 00; drops
say a source of a group; frame 00 08000000 00002a00 020000000101 030000000201 88b5 00; drops
say a source of zeros; frame 00 08000000 00002a00 020000000101 000000000000 88b5 00; drops
say a fixed source elsewhere; frame 00 08000000 00002a00 020000000101 020000000202 88b5 00; drops
say congestion that can not be told; frame 03 08000000 00002a00 020000000101 020000000203 0800 45000014 00000000 40ff0000 0a000009 0a000001; drops
say a closed device; frame 00 08000000 00002b00 020000000102 020000000204 88b5 00; drops
say a tunnel in a tunnel; frame 00 08000000 00002a00 020000000101 020000000205 0800 45000024 00000000 40110000 c000020a c0000201 d000 12b5 0010 0000 08000000 00002a00; drops
say a protocol that nobody knows; frame 00 08000000 00002a00 020000000101 020000000206 88b5 00; drops
for d in x0 x1; do ip -s -s link show $d | sed -n '3,6p'; done
bridge fdb show dev x0 | sort
say no target; ip link set x0 up; ip addr add 10.0.0.1/24 dev x0; ping -c 1 -W 0.3 10.0.0.2 | grep loss; sleep 0.2; drops | sort | uniq | grep 2054
bridge fdb append 00:00:00:00:00:00 dev x0 dst 203.0.113.1
say no way; ip neigh flush dev x0; ping -c 1 -W 0.3 10.0.0.2 | grep loss; sleep 0.2; drops | sort | uniq | grep 2054
