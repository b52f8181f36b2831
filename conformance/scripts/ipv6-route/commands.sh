# ip -6 route: add, change, replace, append, delete, show with filters.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
r() { ip -6 route "$@"; local s=$?; [ $s = 0 ] || echo "status $s"; }
r add 2001:db8:1::/48 via 2001:db8::1; r add 2001:db8:1::/48 via 2001:db8::1; r add 2001:db8:1::/48 via 2001:db8::2; r add 2001:db8:1::/48 via 2001:db8::2 metric 10; r append 2001:db8:1::/48 via 2001:db8::3; r show 2001:db8:1::/48
r change 2001:db8:1::/48 via 2001:db8::4; r replace 2001:db8:1::/48 via 2001:db8::5 metric 10; r replace 2001:db8:2::/48 dev h0; r change 2001:db8:3::/48 dev h0; r prepend 2001:db8:1::/48 via 2001:db8::6; r show | grep -v fe80
r del 2001:db8:1::/48 via 2001:db8::6; r del 2001:db8:1::/48 metric 10; r del 2001:db8:1::/48; r del 2001:db8:1::/48; r show | grep -v fe80
for type in unreachable prohibit blackhole throw; do r add $type 2001:db8:9::/48; ip -6 route get 2001:db8:9::1; r show 2001:db8:9::/48; r del $type 2001:db8:9::/48; done
r add local 2001:db8:8::/48 dev h0; r add anycast 2001:db8:7::1 dev h0; r add multicast ff05::/16 dev h0; r add unicast 2001:db8:6::/48 dev h0; r show table all | grep 2001:db8:[678]
ip -6 route get 2001:db8:8::1; ip -6 route get 2001:db8:7::1; r add broadcast 2001:db8:5::/48 dev h0; r add nat 2001:db8:5::/48 dev h0
echo "- attributes"
r add 2001:db8:11::/48 via 2001:db8::1 mtu 1400 hoplimit 33 advmss 1300 pref high proto static; r add 2001:db8:12::/48 dev h0 mtu lock 1300 expires 500 pref low; r add 2001:db8:13::/48 via fe80::1 dev h0 src 2001:db8::a onlink; r add 2001:db8:14::/48 dev lo; r add from 2001:db8:77::/48 2001:db8:15::/48 dev h0
r show | grep 2001:db8:1 | sed 's/expires [0-9]*sec/expires Nsec/'; ip -j -6 route show 2001:db8:11::/48; ip -d -6 route show 2001:db8:11::/48
echo "- errors"
r add 2001:db8:20::/48 via 2001:db8::a; r add 2001:db8:20::/48 via 2001:db9::1; r add 2001:db8:20::/48 via fe80::1; r add 2001:db8:20::/48 via ff02::1 dev h0; r add 2001:db8:20::/48; r add 2001:db8:20::1/48 dev h0; r add 2001:db8:20::/129 dev h0; r add 2001:db8:20::/48 dev r0; r add 2001:db8:20::/48 dev h0 src 2001:db8::99; r add 2001:db8:20::/48 dev h0 pref none; r add 2001:db8:20::/48 via 10.0.0.1 dev h0; r add 2001:db8:20::/48 dev h0 tos 4; r add 2001:db8:20::/48 dev h0 scope link; r add 2001:db8:20::/48 dev h0 table 0; r add :: dev h0; r add 2001:db8:21::/48 via 2001:db8::1 dev lo
ip -6 route show | grep 2001:db8:2
echo "- filters"
r show root 2001:db8:10::/44 | sed 's/expires [0-9]*sec/expires Nsec/'; r show match 2001:db8:11::5; r show exact 2001:db8:11::/48; r show proto static; r show via 2001:db8::1; r show dev lo; r show type local table all; r show scope link; r show metric 1024 | sed 's/expires [0-9]*sec/expires Nsec/' | head -3; r show src 2001:db8::a; r show from 2001:db8:77::/48; r show cached; r show table 99; r show table cache; r list default
r flush proto static; r flush root 2001:db8:10::/44; r show | grep -v fe80
