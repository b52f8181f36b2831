# Every way to put a route where there is one already: which there are then.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
ip link set lo up; ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip -6 addr add fd00::1/64 dev eth0 nodad; ip addr add 10.0.0.1/24 dev eth0
cross() { # FAMILY PREFIX A B
  local f=$1 p=$2 a=$3 b=$4
  for prior in none "$p via $a" "$p dev eth0" "$p nexthop via $a dev eth0 nexthop via $b dev eth0" "unreachable $p" "$p via $a metric 5"; do
   for verb in add change replace append prepend; do
    for type in unicast unreachable; do
     for hops in "" "via $a" "nexthop via $a dev eth0" "nexthop via $a dev eth0 nexthop via $b dev eth0" "nexthop via $b dev eth0 nexthop via $b dev eth0" "metric 5 nexthop via $b dev eth0"; do
      ip $f route flush exact $p table all
      [ "$prior" = none ] || ip $f route add $prior
      echo "[$prior] $verb $type $p $hops"; ip $f route $verb $type $p $hops 2>&1; ip $f route show $p table all
     done
    done
   done
  done
}
cross -6 fd05::/64 fd00::2 fd00::3
cross -4 10.5.0.0/24 10.0.0.2 10.0.0.3
