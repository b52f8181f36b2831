# Lives of associations of SCTP: as they should be, with wrong tags, with heartbeats, with hostile chunks.
ip link set lo up
ip link add wan0 type veth peer name left0; ip link add wan1 type veth peer name right0
ip netns add l; ip netns add r; ip link set left0 netns l address 02:00:00:00:00:11; ip link set right0 netns r address 02:00:00:00:00:22
ip link set wan0 address 02:00:00:00:00:01; ip link set wan1 address 02:00:00:00:00:02
ip addr add 10.0.1.254/24 dev wan0; ip addr add 10.0.2.254/24 dev wan1
ip link set wan0 up; ip link set wan1 up; ip -n l link set left0 up; ip -n r link set right0 up
ip neigh add 10.0.1.1 lladdr 02:00:00:00:00:11 dev wan0; ip neigh add 10.0.2.2 lladdr 02:00:00:00:00:22 dev wan1
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
# there: from port $1 to port $2, chunks; back: likewise
there() { local p=$1 q=$2; shift 2; ip netns exec l inject left0 02:00:00:00:00:01 02:00:00:00:00:11 0800 45000000 00010000 40840000 10.0.1.1 10.0.2.2 $(printf '%04x%04x' $p $q) "$@"; }
back() { local p=$1 q=$2; shift 2; ip netns exec r inject right0 02:00:00:00:00:02 02:00:00:00:00:22 0800 45000000 00010000 40840000 10.0.2.2 10.0.1.1 $(printf '%04x%04x' $p $q) "$@"; }
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
sysctl -qw net.netfilter.nf_conntrack_checksum=0
# short lives would be over before they are looked at
for t in closed cookie_wait cookie_echoed shutdown_sent shutdown_recd shutdown_ack_sent; do sysctl -qw net.netfilter.nf_conntrack_sctp_timeout_$t=77; done
l() { sleep 0.1; echo "$1: $(conntrack -L -p sctp -o save --dport $2 2>/dev/null | grep -o -- '-u [^ ]*\|--state.*' | tr '\n' ' ')"; }
INIT='01000014 0000000a 00001000 00010001 00000001'; ACK='02000014 0000000b 00001000 00010001 00000001'
ECHO='0a000008 01020304'; CACK='0b000004'; DATA='00000014 00000001 00000001 00000000 61626300'; SACK='03000010 00000001 00001000 00000000'
HB='0400000c 00010008 01020304'; HBACK='0500000c 00010008 01020304'; ABORT='06000004'; ABORT_T='06010004'; DOWN='07000008 00000001'; DOWNACK='08000004'; DONE='0e000004'; ERROR='09000008 00010004'
z=00000000
conntrack -E -p sctp -o id > events & e=$!
sleep 0.5
echo '# as it should be'
there 1 2 $z $z $INIT; l init 2; back 2 1 0000000a $z $ACK; l 'init ack' 2; there 1 2 0000000b $z $ECHO; l echo 2; back 2 1 0000000a $z $CACK; l 'cookie ack' 2
there 1 2 0000000b $z $DATA; l data 2; back 2 1 0000000a $z $SACK; l sack 2; there 1 2 0000000b $z $DOWN; l shutdown 2; back 2 1 0000000a $z $DOWNACK; l 'shutdown ack' 2; there 1 2 0000000b $z $DONE; l complete 2
sleep 0.5; kill $e; wait $e 2>/dev/null; sed -E 's/ id=.*//; s/132 [0-9]+ /132 N /' events
echo '# wrong tags'
there 1 3 0000000a $z $INIT; l 'init with a tag' 3; there 1 3 $z $z $INIT; back 3 1 0000000c $z $ACK; l 'init ack, wrong' 3; back 3 1 0000000a $z $ACK; there 1 3 0000000c $z $ECHO; l 'echo, wrong' 3
there 1 3 0000000b $z $ECHO; back 3 1 0000000c $z $CACK; l 'cookie ack, wrong' 3; back 3 1 0000000a $z $CACK $DATA; l 'cookie ack and data' 3; there 1 3 0000000c $z $ABORT; l 'abort, wrong' 3; there 1 3 0000000b $z $ABORT_T; l 'abort T, wrong' 3
there 1 3 0000000a $z $DOWN; l 'shutdown, wrong' 3; there 1 3 0000000a $z $ABORT_T; l 'abort T' 3
echo '# heartbeats'
there 1 4 0000000b $z $HB; l 'heartbeat first' 4; conntrack -L -p sctp --dport 4 2>&1 | sed 's,132 [0-9]*,132 N,'; conntrack -L -p sctp --dport 4 -o xml | grep -o '<state>.*<.state>'; grep dport=4 /proc/net/nf_conntrack | cut -c-40; back 4 1 0000000a $z $HBACK; l answer 4; there 1 4 0000000d $z $HB; l 'another tag' 4; there 1 4 0000000e $z $HBACK; l 'answer, same side' 4; back 4 1 0000000f $z $HBACK; l 'answer, other tag' 4
there 1 4 00000010 $z $HB $HB; l 'two heartbeats' 4; there 1 4 00000010 $z $HB $DATA; l 'heartbeat, data' 4; back 4 1 0000000f $z $HB; l 'heartbeat back' 4
echo '# hostile'
there 1 5 $z $z $INIT $INIT; l 'two inits' 5; there 1 5 $z $z 01000014 0000000a; l 'short init' 5; there 1 5 $z $z; l 'no chunk' 5; there 1 5 $z $z 01000000; l 'no length' 5; there 1 5 $z $z $ECHO $INIT; l 'echo, init' 5
there 1 5 0000000b $z $DATA; l 'data first' 5; there 1 5 0000000b $z $ABORT; l 'abort first' 5; there 1 5 0000000b $z $CACK; l 'cookie ack first' 5; there 1 5 0000000b $z $DONE; l 'complete first' 5; there 1 5 0000000b $z ffffffff; l 'unknown chunk' 5
there 1 6 0000000b $z $DOWNACK; l 'shutdown ack first' 6; back 6 1 0000000b $z $DONE; l 'its end' 6; there 1 7 0000000b $z $ECHO $DATA; l 'echo first' 7; there 1 8 0000000b $z $ERROR; l 'error first' 8; there 1 9 0000000b $z $DOWN; l 'shutdown first' 9
there 1 10 $z $z $INIT; l init 10; back 10 1 $z $z $INIT; l 'both begin' 10; back 10 1 0000000a $z $ACK; l 'both answer' 10; there 1 10 $z $z $INIT; l again 10; there 1 10 $z $z 01000014 000000aa 00001000 00010001 00000001; l 'another init' 10
there 1 11 0000; there 1 11 $z 00; l 'cut short' 11
iptables -nvL FORWARD | awk 'NR == 3 { print $1 }'; cat /proc/net/nf_conntrack | sed -E 's/132 [0-9]+/132 N/' | sort
