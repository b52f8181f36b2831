# What is not heard any more is forgotten; what moves is known at its new place; fixed entries do not move.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set v0 up; ip link set v1 up
ip addr add 192.0.2.1/24 dev v0
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 ageing 2
ip link set x0 up
bridge monitor fdb > /tmp/mon & P=$!
sleep 0.5
# a frame from 02:00:00:00:02:01 behind each of two hosts
frame() { from=$1; shift; all=$(echo "$*" | tr -d " "); udp=$(printf %04x $((8 + ${#all} / 2))); inject v1 020000000001 020000000002 0800 45000000 00000000 40110000 $from c0000201 d000 12b5 $udp 0000 $all; }
inner() { echo 08000000 00002a00 020000000101 $1 88b5 000000000000; }
frame c0000209 $(inner 020000000201)
bridge fdb show dev x0
frame c000020a $(inner 020000000201)
bridge fdb show dev x0
frame c000020a $(inner 030000000201)
frame c000020a $(inner 000000000000)
frame c000020a $(inner 020000000101)
bridge fdb show dev x0
bridge fdb add 02:00:00:00:02:02 dev x0 dst 192.0.2.11 static
frame c000020a $(inner 020000000202)
bridge fdb show dev x0 | sort
sleep 12
bridge fdb show dev x0 | sort
ip -s link show x0 | sed -n '3,4p'
ip link set x0 type vxlan ageing 100 nolearning
frame c000020a $(inner 020000000203)
bridge fdb show dev x0 | sort
sleep 0.2
kill $P; wait 2>/dev/null
cat /tmp/mon
