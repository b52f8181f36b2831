# The routes that devices and their link-local addresses bring: devices in another order than their indexes, carrier that comes late and
# goes again before anybody looks, the same address on two devices, devices that go down and away, listeners that come late.
ip netns add a
for i in 0 1 2; do
  ip -n a link add v$i address 02:00:00:00:00:1$i type veth peer name w$i address 02:00:00:00:00:2$i
done
ip -n a link set lo up
ip -n a link set v2 up
ip -n a link set w2 up
ip -n a link set w0 up
ip -n a link set v0 up
sleep 3
ip -n a -6 route show table all
ip netns exec a cat /proc/net/igmp6 | awk '{ print $2, $3, $4 }' | grep -v lo
echo "- another one, whose carrier goes before anybody looks"
ip -n a link set v1 up
ip -n a link set w1 up
sleep 3
ip -n a link set w1 down
sleep 0.1
ip -n a -6 route show table all
echo "- it comes back"
ip -n a link set w1 up
sleep 3
ip -n a -6 route show table all
echo "- without looking: up, tentative, down"
ip netns add b
ip -n b link add x0 address 02:00:00:00:01:01 type veth peer name x1 address 02:00:00:00:01:02
ip -n b link set x0 up
ip -n b link set x1 up
sleep 0.1
ip -n b -6 route show table all | grep -v '^local'
ip -n b link set x0 down
ip -n b -6 route show table all | grep -v '^local'
echo "- the same address on two devices"
ip netns add c
ip -n c link add y0 address 02:00:00:00:02:01 type veth peer name z0 address 02:00:00:00:02:02
ip -n c link add y1 address 02:00:00:00:02:01 type veth peer name z1 address 02:00:00:00:02:03
for dev in y1 z1 z0 y0; do
  ip -n c link set $dev up
  sleep 3
done
ip -n c -6 route show table all
ip -n c link del y1
ip -n c -6 route show table all
echo "- a listener that comes late hears of what goes"
ip netns add d
ip -n d link add x0 address 02:00:00:00:01:01 type veth peer name x1 address 02:00:00:00:01:02
ip -n d link set x0 up
ip -n d link set x1 up
sleep 3
ip -n d -6 monitor route >/tmp/late-routes.txt &
sleep 0.3
ip -n d link set x0 down
sleep 0.3
kill $!
wait 2>/dev/null
cat /tmp/late-routes.txt
rm /tmp/late-routes.txt
echo "- addresses that are taken away, and groups that are heard"
ip netns add e
ip -n e link add x0 address 02:00:00:00:01:01 type veth peer name x1 address 02:00:00:00:01:02
ip -n e link set x0 up
ip -n e link set x1 up
sleep 3
ip -n e addr del fe80::ff:fe00:101/64 dev x0
ip -n e -6 route show table all
ip -n e -6 route get ff02::1 oif x1
ip -n e -6 route get fe80::1 oif x0
ip -n e -6 route get 2001:db8::1
echo "- an address that is tried again, and then taken away"
ip netns add f
ip -n f link add x0 address 02:00:00:00:01:01 type veth peer name x1 address 02:00:00:00:01:02
ip -n f link set x0 up
ip -n f link set x1 up
sleep 3
ip -n f -6 route show table local
ip -n f link set x0 addrgenmode none
ip -n f addr change fe80::ff:fe00:101/64 dev x0
ip -n f addr add 2001:db8::1/64 dev x0
sleep 3
ip -n f link set x1 down
ip -n f link set x1 up
sleep 3
ip -n f addr del 2001:db8::1/64 dev x0
ip -n f addr del fe80::ff:fe00:101/64 dev x0
ip -n f -6 route show table all
ip netns exec f sysctl -qw net.ipv6.conf.x0.forwarding=1
ip netns exec f sysctl -qw net.ipv6.conf.x1.forwarding=1
ip netns exec f sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n f -6 route show table all
ip netns exec f sysctl -qw net.ipv6.conf.x1.optimistic_dad=1 net.ipv6.conf.x1.forwarding=0 net.ipv6.conf.all.forwarding=0
ip -n f addr add 2001:db8:1::1/64 dev x1 optimistic
sleep 0.1
ip -n f -6 route show table local
sleep 3
ip -n f addr del 2001:db8:1::1/64 dev x1
ip -n f -6 route show table all
