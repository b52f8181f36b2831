# Hops of one IPv6 route go together when the last of them does.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.addr_gen_mode=1
setup() {
  for n in 0 1 2; do
    ip link add r$n type veth peer name s$n
    ip link set r$n up
    ip link set s$n up
    ip addr add fd00:$n::2/64 dev r$n nodad
  done
  ip -6 route add default nexthop via fd00:0::1 dev r0 nexthop via fd00:1::1 dev r1 nexthop via fd00:2::1 dev r2
  ip -6 route add fd00:9::/64 nexthop via fd00:1::1 dev r1 nexthop via fd00:0::1 dev r0
  ip -6 route add fd00:8::/64 nexthop via fd00:1::1 dev r1 nexthop via fd00:1::3 dev r1 
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
  ip -6 route show default
  ip -6 route show fd00:9::/64
  ip -6 route show fd00:8::/64
  sleep 0.1
}
off() { sysctl -qw net.ipv6.conf.$1.disable_ipv6=1; }
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
step ip link set r0 mtu 1000
step ip link set r2 mtu 1000
step ip link set r2 down
step ip link del r1
finish
setup 2.5
ip netns add x
step ip link set r1 netns x
step ip link set r0 name r7
step ip link set r7 name r0
step ip -6 route append default nexthop via fd00:0::7 dev r0 nexthop via fd00:2::8 dev r2
step ip -6 route replace default via fd00:2::9
step ip link set r2 down
finish
