# Attributes of a route: shown, decided by, changed, and deleted by.
ip netns add r
ip link add h0 index 40 address 02:00:00:00:00:40 type veth peer name r0 index 90 netns r
ip link add h1 index 20 address 02:00:00:00:00:20 type veth peer name r1 index 80 netns r
for i in 0 1; do ip -n r link set r$i up; ip link set h$i up; done; ip link set lo up; sleep 2.5
ip addr add 10.0.0.1/24 dev h0; ip addr add 10.0.1.1/24 dev h1; ip addr add 10.0.0.5/24 dev h0
ip addr add fd00::1/64 dev h0 nodad; ip addr add fd00:1::1/64 dev h1 nodad
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
check() {
local f=$1 d=$2 g="$3"; shift 3
echo "== $f $d $*"
ip $f route add $d $g $@; echo $?
ip $f -d route show $d; ip $f -j route show $d; ip $f route get ${d%/*}; ip $f route get ${d%/*} fibmatch; ip $f -d route get ${d%/*} oif h1
if [ $f = -4 ]; then ip route get ${d%/*} from 10.0.0.9 iif h0; ip route get ${d%/*} from 10.0.1.1;  else ip -6 route get ${d%/*} from fd00::9 iif h0; ip -6 route get ${d%/*} from fd00:1::1; fi
ip $f route add $d $g $@; ip $f route append $d $g "$@" ; ip $f route prepend $d $g "$@"; ip $f route change $d $g "$@" ;ip $f route replace $d $g "$@" mtu 1300; ip $f route show $d
ip $f route change $d $g ; ip $f route show $d
ip $f route del $d "$@"; ip $f route show $d; ip $f route del $d $g "$@"; ip $f route show $d
ip $f route flush $d 2>/dev/null
}
for a in "mtu 1400" "mtu lock 1400" "hoplimit 9" "hoplimit lock 9" "advmss 1000" "rtt 5ms" "rttvar 5" "window 100" "cwnd 5" "cwnd lock 5" "initcwnd 5" "initrwnd 5" "quickack 1" "features ecn" "congctl reno" "congctl lock reno" "rto_min 5ms" "fastopen_no_cookie 1" "realm 5" "realms 6/7" "reordering 5" "ssthresh 7"; do
check -4 10.7.0.0/24 "via 10.0.0.2" $a
done
