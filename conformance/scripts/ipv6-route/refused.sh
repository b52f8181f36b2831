# Next hops given twice; rules that refuse what comes in.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21; ip link set h0 up; ip link set r0 up; ip addr add 2001:db8::1/64 dev h0 nodad; sleep 0.3
ip -6 route add 2001:db8:1::/64 nexthop via fe80::8 dev h0 weight 3 nexthop via fe80::8 dev h0 weight 2; echo $?; ip -6 route show 2001:db8:1::/64
ip -6 route add 2001:db8:1::/64 nexthop via 2001:db8::8 nexthop via 2001:db8::8 dev h0; echo $?; ip -6 route show 2001:db8:1::/64
ip -6 rule add from all blackhole pref 500; ip -6 route get 2001:db8:f::2 iif h0 from 2001:db8::5; ip -6 rule add prohibit pref 400;  ip -6 route get 2001:db8:f::2 iif h0 from 2001:db8::5; ip -6 rule add unreachable pref 300;  ip -6 route get 2001:db8:f::2 iif h0 from 2001:db8::5; ip -6 route get 2001:db8:f::2
