# Routes of one table that are alike but for destination and TOS share what is known of their way: it shows once for each of them, and
# goes with the last.
for n in S R D; do ip netns add $n; done
ip link add s0 netns S type veth peer name r0 netns R
ip link add d0 netns D type veth peer name r1 netns R
ip -n S addr add 10.0.1.1/24 dev s0
ip -n R addr add 10.0.1.2/24 dev r0
ip -n R addr add 10.0.2.1/24 dev r1
for a in 10.0.2.2/24 10.5.0.2/32 10.6.0.2/32; do ip -n D addr add $a dev d0; done
ip netns exec R sysctl -qw net.ipv4.ip_forward=1
ip -n R link set r1 mtu 1300
ip -n D link set d0 mtu 1300
for l in "S s0" "R r0" "R r1" "D d0"; do ip -n ${l% *} link set ${l#* } up; done
ip -n D route add default via 10.0.2.1
for d in 10.5.0.0/16 10.6.0.0/16; do ip -n R route add $d via 10.0.2.2; done

learn() { ip netns exec S ping -q -c 2 -i 0.2 -M do -s 1400 -W 1 $1 >/dev/null 2>&1; }
cache() {
  echo "# $1"
  # by a hash with a random key
  ip -n S -o route show cache table all | sed -E 's/expires [0-9]+sec/expires N/' | sort
}
route() { ip -n S route "$@"; }
route add 10.5.0.0/16 via 10.0.1.2
route add 10.6.0.0/16 via 10.0.1.2
route add 10.6.0.0/24 tos 0x10 via 10.0.1.2
learn 10.5.0.2
cache "for each of three"
route add 10.7.0.0/16 via 10.0.1.2
cache "for a fourth"
route add 10.8.0.0/16 via 10.0.1.2 metric 5
route add 10.8.1.0/24 via 10.0.1.2 table 50
route add 10.8.2.0/24 via 10.0.1.2 proto static
route add 10.8.3.0/24 via 10.0.1.2 src 10.0.1.1
route add 10.8.4.0/24 via 10.0.1.2 mtu 1450
route add 10.8.5.0/24 via 10.0.1.2 onlink dev s0
route add 10.8.6.0/24 via 10.0.1.2 realm 4
cache "not for those that differ"
learn 10.6.0.2
cache "another destination"
route del 10.5.0.0/16
cache "one route less"
route replace 10.6.0.0/16 via 10.0.1.2
cache "the same again"
route replace 10.6.0.0/16 via 10.0.1.2 proto static
cache "one is another"
learn 10.6.0.2
cache "and learns by itself"
route del 10.7.0.0/16
route del 10.6.0.0/24 tos 0x10
cache "the last has gone"
route add 10.7.0.0/16 via 10.0.1.2
cache "nothing is left of it"

echo "# what a route prefers, and goes with"
ip -n S addr add 10.0.1.9/24 dev s0
ip -n S addr add 10.0.9.1/24 dev s0
route add 10.9.0.0/16 via 10.0.1.2 src 10.0.1.9
route add 10.9.1.0/24 via 10.0.1.2 src 10.0.1.9
route add unreachable 10.9.2.0/24 src 10.0.1.9
route add unreachable 10.9.3.0/24 src 10.0.1.9 metric 7
route add 10.9.4.0/24 via 10.0.1.2 src 10.0.1.9 table 50
ip netns exec S ip monitor route > heard &
sleep 0.3
ip -n S addr del 10.0.1.9/24 dev s0
sleep 0.3
kill $!
wait
cat heard
route show table all type unicast
route show table all type unreachable
echo "# refused, as they are there"
route add 10.8.0.0/16 via 10.0.1.2 metric 5
route append 10.8.0.0/16 via 10.0.1.2 metric 5
route append 10.8.0.0/16 via 10.0.1.2 metric 5 proto static
route append 10.8.0.0/16 via 10.0.1.2 metric 5 proto static
route prepend 10.8.0.0/16 via 10.0.1.2 metric 5
route replace 10.8.0.0/16 via 10.0.1.2 metric 5 proto static
route show 10.8.0.0/16
echo "# fibmatch"
route get 10.8.5.5 fibmatch
route get 10.8.2.5 fibmatch
route get 10.7.2.5 fibmatch
echo "# without the device"
ip -n S link set s0 down
route show table all
for n in S R D; do ip netns del $n; done
