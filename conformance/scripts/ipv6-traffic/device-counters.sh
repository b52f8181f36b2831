# What a device's counters say of broken and unwanted packets.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4; ip addr add 2001:db8::a/64 dev h0 nodad
send() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd "$@"; sleep 0.05; }
changed() { awk '!/Octets|Out(Requests|Transmits)|ECT|Neighbor|MLD|RouterSol|OutMsgs|OutMcast|Type135|Type143/ && $2 > 0' /proc/net/dev_snmp6/h0 > new; diff old new | grep '^[<>]' | sed 's/[ \t]\+/ /g'; mv new old; }
touch old; changed > /dev/null
udp="1111 2222 000c 0000 61626364"
echo "- no socket"; send 60000000 0000 11 40 2001:db8::b 2001:db8::a $udp; changed
echo "- wrong checksum"; send 60000000 0000 11 40 2001:db8::b 2001:db8::a 1111 2222 000c dead 61626364; changed
echo "- wrong version"; send 50000000 0000 11 40 2001:db8::b 2001:db8::a $udp; changed
echo "- too long"; send 60000000 0100 11 40 2001:db8::b 2001:db8::a $udp; changed
echo "- unknown protocol"; send 60000000 0000 fd 40 2001:db8::b 2001:db8::a 00*8; changed
echo "- no next header"; send 60000000 0000 3b 40 2001:db8::b 2001:db8::a 00*8; changed
echo "- hop-by-hop, destination options, routing header"; send 60000000 0000 00 40 2001:db8::b 2001:db8::a 1100 010400000000 $udp; send 60000000 0000 3c 40 2001:db8::b 2001:db8::a 1100 010400000000 $udp; send 60000000 0000 2b 40 2001:db8::b 2001:db8::a 1100 0001 00000000 $udp; send 60000000 0000 2b 40 2001:db8::b 2001:db8::a 1102 0001 00000000 2001:db8::c $udp; changed
echo "- unknown options that want silence, an error, an error but to groups"; for o in 45 85 c5; do send 60000000 0000 3c 40 2001:db8::b 2001:db8::a 1100 ${o}0400000000 $udp; done; changed
echo "- echo to a group, to us, a reply"; inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a 40 2001:db8::b ff02::1 8000 0000 0001 0001; send 60000000 0000 3a 40 2001:db8::b 2001:db8::a 8000 0000 0001 0001; send 60000000 0000 3a 40 2001:db8::b 2001:db8::a 8100 0000 0001 0001; changed
echo "- errors"; for t in 01 02 03 04 05 64; do send 60000000 0000 3a 40 2001:db8::b 2001:db8::a ${t}00 0000 00000578 60000000 000c 11 40 2001:db8::a 2001:db8::b $udp; done; changed
echo "- not for us"; inject r0 02:00:00:00:00:99 02:00:00:00:00:0b 86dd 60000000 0000 11 40 2001:db8::b 2001:db8::a $udp; send 60000000 0000 11 40 2001:db8::b 2001:db8::99 $udp; send 60000000 0000 11 40 2001:db8::b ff02::99 $udp; changed
