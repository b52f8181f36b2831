# Deleting by more or less than a route has: which requests mean it.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
ip link set lo up; ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip -6 addr add fd00::1/64 dev eth0 nodad; ip addr add 10.0.0.1/24 dev eth0
cross() { # FAMILY PREFIX A B
  local f=$1 p=$2 a=$3 b=$4
  for prior in "$p via $a" "$p dev eth0" "$p nexthop via $a dev eth0 nexthop via $b dev eth0 weight 3" "unreachable $p" "$p via $a metric 5" "local $p dev lo" "$p via $a table 7" "$p via $a proto static src ${a%?}1"; do
    for del in "$p" "$p via $a" "$p via $b" "$p dev eth0" "$p dev eth1" "$p via $a dev eth0" "$p via $a dev eth1" "$p metric 5" "$p metric 0" "$p metric 1024" "unreachable $p" "$p proto static" "$p proto boot" "$p scope link" "$p scope global" "$p src ${a%?}1" "$p nexthop via $a dev eth0" "$p nexthop via $a dev eth0 nexthop via $b dev eth0" "$p nexthop via $b dev eth0 nexthop via $a dev eth0" "$p nexthop via $a dev eth0 weight 1 nexthop via $b dev eth0 weight 3" "$p nexthop via $b dev eth0" "$p table 7" "local $p" "unicast $p" "throw $p" "default" "$p mtu 1300" "$p mtu 1400" "$p type unicast" "blackhole $p" "${p%/*}/25" "$p tos 4" "$p dev lo" "$p table local" "$p onlink via $a dev eth0"; do
      ip $f route flush exact $p table all
      ip $f route add $prior
      echo "[$prior] del $del"; ip $f route del $del 2>&1; ip $f route show exact $p table all
    done
  done
}
cross -6 fd05::/64 fd00::2 fd00::3
cross -4 10.5.0.0/24 10.0.0.2 10.0.0.3
