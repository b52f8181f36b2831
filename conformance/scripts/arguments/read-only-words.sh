# What the kernel alone says of addresses, new destinations of routes, and link-netns in short.
ip link add d0 address 02:00:00:00:00:01 type veth peer name d1 address 02:00:00:00:00:02; ip link set d0 up; ip link set d1 up; ip addr add 10.0.0.1/24 dev d0; sleep 2.5
ip addr add fd00::1/64 dev d0 nodad
for a in "as 1" "as" "as to" "as to 10.0.0.9" "as x" "as fd00::5" "as 10.0.0.9/24" "as default" "as any" "as all"; do
for t in 10.0.0.5 fd00::5; do
echo "- $t $a"; ip route get $t $a; ip route get $a $t; ip -4 route get $a;  ip -6 route get $a
ip route add 10.7.0.0/24 $a dev d0 && ip route show 10.7.0.0/24; ip route flush 10.7.0.0/24
ip route add fd07::/64 $a dev d0 && ip -6 route show fd07::/64; ip -6 route flush fd07::/64
done; done
for w in secondary temporary tentative deprecated dadfailed dynamic permanent primary optimistic home nodad mngtmpaddr managetempaddr noprefixroute autojoin stable-privacy up; do 
for x in 10.5.0.1/24 fd05::1/64; do
echo "- $w $x"; ip addr add $x dev d0 $w; ip addr show d0 | grep "05::\|10.5"; ip addr add $w $x dev d0;  ip addr change $x dev d0 $w; ip addr del $x dev d0 $w; ip addr flush to 10.5.0.1/24; ip -6 addr flush to fd05::/64
done; done
for p in link- link-n link-netns link-netnsi link-netnsid; do ip link set dev d0 $p 1; ip link set dev d0 $p on; ip link add $p 5 type veth; done
