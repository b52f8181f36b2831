# What is known of single destinations: `ip route show cache` lists what packets have gone by since it was learned, and it follows the MTU
# of the device.
for n in S R D; do ip netns add $n; done
ip link add s0 netns S type veth peer name r0 netns R
ip link add d0 netns D type veth peer name r1 netns R
ip -n S addr add 10.0.1.1/24 dev s0
ip -n R addr add 10.0.1.2/24 dev r0
ip -n R addr add 10.0.2.1/24 dev r1
for a in 2 3 4; do ip -n D addr add 10.0.2.$a/24 dev d0; done
ip netns exec R sysctl -qw net.ipv4.ip_forward=1
ip -n R link set r1 mtu 1300
ip -n D link set d0 mtu 1300
for l in "S s0" "R r0" "R r1" "D d0"; do ip -n ${l% *} link set ${l#* } up; done
ip -n S route add default via 10.0.1.2
ip -n S route add 10.0.2.3 via 10.0.1.2 table 100
ip -n S rule add to 10.0.2.3 lookup 100
ip -n D route add default via 10.0.2.1

learn() { ip netns exec S ping -q -c 2 -i 0.2 -M do -s 1400 -W 1 $1 >/dev/null 2>&1; }
cache() {
  echo "# $1"
  ip -n S route show cache
}
{
cache "nothing yet"
learn 10.0.2.2
cache "one"
learn 10.0.2.3
cache "in all tables"
echo "# one table"; ip -n S route show cache table 100
echo "# one destination"; ip -n S route show cache 10.0.2.3
echo "# another"; ip -n S route show cache 10.0.2.4
echo "# one device"; ip -n S route show cache oif s0
echo "# no such type"; ip -n S route show cache type local
echo "# details"; ip -n S -d route show cache table main
ip -n S -j route show cache table main
echo
echo "# routes alone"; ip -n S route show table 100

ip -n S link set s0 mtu 1200
cache "a smaller device, until packets go"
ip netns exec S ping -q -c 1 -W 1 10.0.2.2 >/dev/null
cache "and then"
ip -n S link set s0 mtu 1500
ip netns exec S ping -q -c 1 -W 1 10.0.2.2 >/dev/null
cache "it was the device's, and follows it"
ip -n S route get 10.0.2.2

ip -n S route flush cache
cache "flushed"
ip netns exec S ping -q -c 1 -W 1 10.0.2.3 >/dev/null
cache "used again"
learn 10.0.2.3
cache "and learned again"
ip -n S route del 10.0.2.3 table 100
cache "gone with the route"
} | sed -E 's/expires [0-9]+sec/expires N/; s/"expires":[0-9]+/"expires":N/'
for n in S R D; do ip netns del $n; done
