# Hops of one IPv4 route go together when the last of them does.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv4.fib_multipath_hash_seed=4711
setup() {
  for n in 0 1 2; do
    ip link add r$n type veth peer name s$n
    ip link set r$n up
    ip link set s$n up
    ip addr add 10.0.$n.2/24 dev r$n
  done
  ip route add default nexthop via 10.0.0.1 dev r0 nexthop via 10.0.1.1 dev r1 nexthop via 10.0.2.1 dev r2
  ip route add 10.9.0.0/16 nexthop via 10.0.1.1 dev r1 nexthop via 10.0.0.1 dev r0
  ip route add 10.8.0.0/16 nexthop via 10.0.1.1 dev r1 nexthop via 10.0.1.3 dev r1 
  sleep 0.2
  timeout $1 ip monitor route > heard &
  sleep 0.3
}
finish() {
  wait
  cat heard
  for n in 0 1 2; do ip link del r$n; done 2>/dev/null
}
step() {
  echo "# $*"
  "$@"
  ip route show default
  ip route show 10.9.0.0/16
  ip route show 10.8.0.0/16
  sleep 0.1
}
off() { ip addr flush dev $1; }
setup 2.5
step off r1
step off r0
step off r2
finish
setup 2.5
step ip link set r0 down
step ip link set r1 down
step ip link set r2 down
finish
setup 2.5
step ip link set r1 down
step ip link del r1
step ip link set r0 down
step ip link del r0
step ip link del r2
finish
setup 2.5
step ip link set r0 down
step ip link set r0 mtu 60
step ip link set r2 mtu 60
step ip link set r2 down
step ip link del r1
finish
setup 2.5
step ip link set s0 down
step ip link set s1 down
step sysctl -w net.ipv4.conf.r0.ignore_routes_with_linkdown=1
step ip link set s2 down
step ip route get 10.77.0.1
step sysctl -w net.ipv4.conf.all.ignore_routes_with_linkdown=1
step ip route get 10.77.0.1
step ip link set s2 up
step ip route get 10.77.0.1
step ip link set r2 down
step ip link set s0 up
step ip link set r2 up
step ip addr del 10.0.0.2/24 dev r0
finish
setup 2.5
ip netns add x
step ip link set r1 netns x
step ip link set r0 name r7
step ip link set r7 name r0
step ip route append default nexthop via 10.0.0.7 dev r0 nexthop via 10.0.2.8 dev r2
step ip route replace default via 10.0.2.9
step ip link set r2 down
finish
